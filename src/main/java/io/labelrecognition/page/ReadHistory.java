package io.labelrecognition.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelrecognition.client.inbox.InboxFolders;
import io.labelrecognition.client.inbox.InboxListener;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last thousand photos that were read, those of before the start included. Threads may share it. */
public final class ReadHistory implements InboxListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReadHistory.class);
    private static final int MOST = 1000;
    /** Characters of a text that are kept. */
    private static final int LONGEST_TEXT = 4000;
    /** Files that are looked at for photos of before the start. */
    private static final int MOST_FILES = 20_000;

    // guarded by this
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long last;
    private boolean remembered;

    /** What was read on photos whose ends have not come here yet, by their tasks. */
    private final Cache<String, Reading> readings = Caffeine.newBuilder().maximumSize(256).build();

    /**
     * A photo that was read.
     *
     * @param lines  with their places; empty where nobody knows those
     * @param width  of the upright photo that the places are on, in pixels
     */
    record Entry(long id, ReadPhoto photo, List<Line> lines, int width, int height) {
    }

    /** The local service has read a photo: where its lines are shows on the page. */
    public void isRead(String taskId, Reading reading) {
        readings.put(taskId, reading);
    }

    @Override
    public void read(ReadPhoto photo) {
        Reading reading = photo.taskId() == null ? null : readings.asMap().remove(photo.taskId());
        // of a line its place is wanted, of its words none
        List<Line> lines = reading == null ? List.of() : reading.lines().stream().map(line -> new Line(line.text(), line.corners(), line.confidence())).toList();
        add(photo, lines, reading == null ? 0 : reading.width(), reading == null ? 0 : reading.height());
    }

    private synchronized void add(ReadPhoto photo, List<Line> lines, int width, int height) {
        last++;
        String text = photo.text();
        ReadPhoto kept = text == null || text.length() <= LONGEST_TEXT ? photo : photo.with(text.substring(0, LONGEST_TEXT) + "…");
        entries.put(last, new Entry(last, kept, lines, width, height));
        if (entries.size() > MOST) {
            entries.pollFirstEntry();
        }
    }

    /** Those after one, in the order in which they came here. */
    synchronized List<Entry> after(long id) {
        return List.copyOf(entries.tailMap(id, false).values());
    }

    synchronized Optional<Entry> entry(long id) {
        return Optional.ofNullable(entries.get(id));
    }

    synchronized long last() {
        return last;
    }

    /** Looks once for photos that were read before the application started, by what lies in the folders. */
    void remember(List<InboxFolders> inboxes) {
        synchronized (this) {
            if (remembered) {
                return;
            }
            remembered = true;
        }
        List<Earlier> found = new ArrayList<>();
        Set<Path> known = after(0).stream().map(entry -> entry.photo().place()).collect(Collectors.toSet());
        for (InboxFolders folders : inboxes) {
            try (Stream<Path> files = Files.isDirectory(folders.done()) ? Files.walk(folders.done()) : Stream.of()) {
                files.limit(MOST_FILES).filter(file -> Files.isRegularFile(file) && !known.contains(file))
                        .forEach(file -> found.add(Earlier.of(folders, file)));
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("{} cannot be looked at: {}", folders.done(), e.toString());
            }
        }
        found.stream().sorted(Comparator.comparing(Earlier::at).reversed()).limit(MOST - known.size()).sorted(Comparator.comparing(Earlier::at))
                .forEach(earlier -> add(earlier.photo(), List.of(), 0, 0));
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /**
     * A photo that was read before the start.
     *
     * @param text where its text lies; null where there is none
     * @param at   when it was read, as far as that can be told
     */
    private record Earlier(String name, Path file, Path text, Instant at) {
        /** Looks at the files once: what is found is sorted. */
        static Earlier of(InboxFolders folders, Path file) {
            String name = folders.done().relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
            Path text = folders.outbox() == null ? null : folders.outbox().resolve(name + ".txt");
            boolean hasText = text != null && Files.isRegularFile(text);
            // a photo keeps its own date when it is moved: that of the text is that of the reading
            return new Earlier(name, file, hasText ? text : null, changed(hasText ? text : file));
        }

        ReadPhoto photo() {
            String words = null;
            try {
                words = text == null ? null : Files.readString(text);
            } catch (IOException e) {
                LOG.debug("The text of {} cannot be read: {}", file, e.toString());
            }
            return new ReadPhoto(name, file, words, null, null, null, null, false, at);
        }
    }
}
