package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Printable;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.files.FileIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The photos of an inbox that cannot be put where they belong, though others can: each is tried again less and less often, and stands in
 * nobody's way meanwhile. Threads may share it.
 */
final class PostponedPhotos {
    private static final Logger LOG = LoggerFactory.getLogger(PostponedPhotos.class);

    private final Map<Path, Pause> pauses = new ConcurrentHashMap<>();

    /**
     * @param times how often it was tried
     * @param until nanoseconds of the system's timer
     */
    private record Pause(FileIdentity photo, int times, long until) {
    }

    /** Whether it is not its turn yet; never where another photo has come in its place. */
    boolean holds(Path path) {
        Pause pause = pauses.get(path);
        if (pause == null) {
            return false;
        }
        if (!pause.photo().isStill(path)) {
            pauses.remove(path, pause);
            return false;
        }
        return System.nanoTime() - pause.until() < 0;
    }

    /** @param why said the first time */
    void add(TakenPhoto photo, String why) {
        Pause before = pauses.get(photo.file());
        int times = before == null || !before.photo().equals(photo.identity()) ? 1 : before.times() + 1;
        Duration pause = CircuitBreaker.pause(CircuitBreaker.FIRST, times - 1);
        pauses.put(photo.file(), new Pause(photo.identity(), times, System.nanoTime() + pause.toNanos()));
        if (times == 1) {
            LOG.warn("{} stays in the inbox, and others go on: {}. It is tried again, in {} s and then less often; or rename it.",
                    Printable.of(photo.file()), Printable.of(why), pause.toSeconds());
        }
    }

    void remove(Path path) {
        pauses.remove(path);
    }
}
