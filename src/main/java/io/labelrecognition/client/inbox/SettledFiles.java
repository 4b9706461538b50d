package io.labelrecognition.client.inbox;

import io.labelrecognition.client.files.JpegEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a photo that is whole from one that is still being written.
 *
 * <p>A photo is whole when nothing about it has changed for a while. Where the file system keeps it, the time of the last change of
 * anything (the inode's ctime) counts beside the date of the contents: a copy that keeps the old date, or a move, shows there. A JPEG
 * that does not end in its end marker is given ten times as long.
 */
final class SettledFiles {
    private static final int PATIENCE = 10;
    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);

    /** Photos with a date in the future. */
    private final Map<Path, Seen> ofTheFuture = new ConcurrentHashMap<>();

    /** @param nanos of the system's timer, when that change was seen first */
    private record Seen(Instant changed, long nanos) {
    }

    private final Duration settle;
    private final Clock clock;
    private final Clock elapsed;

    /**
     * @param clock   what the file system writes its dates with; somebody may set it
     * @param elapsed one that nobody sets: a photo is whole when it is by both
     */
    SettledFiles(Duration settle, Clock clock, Clock elapsed) {
        this.settle = settle;
        this.clock = clock;
        this.elapsed = elapsed;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** False, too, for what is gone or cannot be looked at. */
    boolean isWhole(Path photo) {
        return isWholeSince(Instant.MAX, photo);
    }

    /** Whether a photo is whole, and nothing about it has changed after a time. */
    boolean isWholeSince(Instant time, Path photo) {
        try {
            Instant changed = lastChange(photo);
            if (changed.isAfter(time)) {
                return false;
            }
            Duration quiet = Duration.between(changed, earlier(clock.instant(), elapsed.instant()));
            if (quiet.isNegative()) {
                // from a camera with a wrong clock, or ours has been set: what counts is how long it has not changed before our eyes
                quiet = sinceSeen(photo, changed);
            } else {
                ofTheFuture.remove(photo);
            }
            if (quiet.compareTo(settle) < 0) {
                return false;
            }
            if (quiet.compareTo(settle.multipliedBy(PATIENCE)) >= 0 || !JpegEnd.isMissing(photo)) {
                return true;
            }
            LOG.debug("{} has no end marker yet", photo);
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** It has been taken up and is gone, or was not. */
    void forget(Path photo) {
        ofTheFuture.remove(photo);
    }

    private Duration sinceSeen(Path photo, Instant changed) {
        Seen seen = ofTheFuture.compute(photo, (path, before) -> before != null && before.changed().equals(changed)
                ? before : new Seen(changed, System.nanoTime()));
        return Duration.ofNanos(System.nanoTime() - seen.nanos());
    }

    private static Instant lastChange(Path photo) throws IOException {
        boolean isKept = photo.getFileSystem().supportedFileAttributeViews().contains("unix");
        return ((FileTime) Files.getAttribute(photo, isKept ? "unix:ctime" : "lastModifiedTime")).toInstant();
    }
}
