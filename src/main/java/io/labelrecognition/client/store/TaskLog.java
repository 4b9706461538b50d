package io.labelrecognition.client.store;

import io.labelrecognition.client.files.Disk;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last value of each key, in one file that only grows, and is written anew when most of it is history.
 *
 * <p>In memory is where each value lies: some hundred bytes a key. A disk forces a few hundred times a second, so the first to come forces
 * for all that came while the last was at it. Threads may share a log.
 */
final class TaskLog implements AutoCloseable {
    private static final String HEADER = "label-recognition tasks ";
    private static final String VERSION = "1";
    /** Bytes of history that are never worth a new file. */
    private static final long WORTHWHILE = 1 << 24;
    private static final int CHUNK = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);

    private final Disk disk;
    private final Path path;
    private final long worthwhile;

    // guarded by this
    private Disk.Appendable file;
    private Map<Key, Place> places = new HashMap<>();
    private long size;
    private long live;
    private long appended;
    /** A write has failed half-way: what it left is cut off before the next. */
    private boolean torn;

    // a commit comes before the lock of this
    private final GroupCommit commits = new GroupCommit("the journal was being forced to disk");
    /** Of the one that commits. Forcing has failed: whether what was written since the last time is on disk, no later call will say. */
    private boolean doubtful;

    TaskLog(Disk disk, Path path) {
        this(disk, path, WORTHWHILE);
    }

    /** @param worthwhile bytes of history that are worth a new file, where they are more than half of this one */
    TaskLog(Disk disk, Path path, long worthwhile) {
        this.disk = disk;
        this.path = path;
        this.worthwhile = worthwhile;
    }

    /** Of a SHA-256 as much as tells the keys of this world apart. */
    record Key(long high, long low) {
        static Key of(String hexadecimal) {
            return new Key(Long.parseUnsignedLong(hexadecimal, 0, 16, 16), Long.parseUnsignedLong(hexadecimal, 16, 32, 16));
        }
    }

    /** Where the line with the value lies, without the line feed. */
    private record Place(long start, int length, long until) {
    }

    /**
     * Reads what is there. A last line that a kill has cut short was not yet acted upon, and goes; where others are damaged a copy of the
     * log is kept, with a warning.
     */
    void open() throws IOException {
        commits.alone(this::read);
    }

    private synchronized long read() throws IOException {
        places.clear();
        size = 0;
        live = 0;
        torn = false;
        doubtful = false;
        int damaged = disk.exists(path) ? scan() : 0;
        if (damaged > 0) {
            Path aside = path.resolveSibling(path.getFileName() + ".unreadable");
            try (InputStream all = disk.read(path)) {
                disk.write(aside, all.readAllBytes());
            }
            LOG.warn("{} of the journal cannot be read, and a copy of it was set aside as {}: what they said was being sent or read"
                    + " may be sent again", damaged == 1 ? "1 line" : damaged + " lines", aside);
        }
        file = disk.open(path);
        file.truncate(size);
        return damaged > 0 || size == 0 ? rewrite() : 0;
    }

    /** @return how many lines are damaged */
    private int scan() throws IOException {
        int damaged = 0;
        try (InputStream in = disk.read(path)) {
            byte[] chunk = new byte[CHUNK];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                int start = 0;
                for (int i = 0; i < read; i++) {
                    if (chunk[i] == '\n') {
                        line.write(chunk, start, i - start);
                        damaged += isUnderstood(line.toByteArray()) ? 0 : 1;
                        size += line.size() + 1;
                        line.reset();
                        start = i + 1;
                    }
                }
                line.write(chunk, start, read - start);
            }
        }
        return damaged;
    }

    private boolean isUnderstood(byte[] bytes) throws IOException {
        LogLine line = LogLine.parse(bytes);
        if (line != null) {
            apply(line, size, bytes.length);
            return true;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (size == 0) {
            checkVersion(path, text);
        }
        return size == 0 && text.equals(HEADER + VERSION);
    }

    /**
     * @param firstLine of the log
     * @throws IOException if another version has written it
     */
    static void checkVersion(Path log, String firstLine) throws IOException {
        if (firstLine.matches(HEADER + "\\d{1,4}") && !firstLine.endsWith(" " + VERSION)) {
            throw new IOException("The journal " + log + " is of another version of this application: it is left as it is.");
        }
    }

    private void apply(LogLine line, long start, int length) {
        Key key = Key.of(line.key());
        Place there = places.get(key);
        switch (line.value()) {
            case LogLine.FORGOTTEN -> place(key, null);
            case LogLine.AS_BEFORE -> place(key, there == null ? null : new Place(there.start(), there.length(), line.until()));
            default -> place(key, new Place(start, length, line.until()));
        }
    }

    private void place(Key key, Place place) {
        Place before = place == null ? places.remove(key) : places.put(key, place);
        live += (place == null ? 0 : place.length()) - (before == null ? 0 : before.length());
    }

    /** The value of a key; null where there is none. What is damaged is said, and stands in nobody's way. */
    synchronized String get(String key) throws IOException {
        Place place = places.get(Key.of(key));
        LogLine line = place == null ? null : read(place);
        if (place != null && (line == null || !line.key().equals(key))) {
            place(Key.of(key), null);
            return null;
        }
        return line == null ? null : line.value();
    }

    private LogLine read(Place place) throws IOException {
        LogLine line;
        try {
            line = LogLine.parse(opened().read(place.start(), place.length()));
        } catch (EOFException e) {
            line = null;
        }
        if (line == null) {
            LOG.warn("The journal {} is damaged: what a line of it said was being sent or read may be sent again", path);
        }
        return line;
    }

    /** Of each line that counts. */
    @FunctionalInterface
    interface LineConsumer {
        void accept(LogLine line) throws IOException;
    }

    /** Hands out all values, each with how long it is of use. */
    synchronized void each(LineConsumer consumer) throws IOException {
        for (Map.Entry<Key, Place> entry : Map.copyOf(places).entrySet()) {
            LogLine line = read(entry.getValue());
            if (line != null) {
                consumer.accept(new LogLine(line.key(), entry.getValue().until(), line.value()));
            }
        }
    }

    /** How long the value of a key is of use; 0 for ever, or where there is none. */
    synchronized long until(String key) {
        Place place = places.get(Key.of(key));
        return place == null ? 0 : place.until();
    }

    /** Adds a line: on disk when this returns. Where it fails, nobody goes by it. */
    void put(LogLine line) throws IOException {
        Key key = Key.of(line.key());
        Place before;
        Place after;
        long mine;
        synchronized (this) {
            before = places.get(key);
            putUnforced(line);
            after = places.get(key);
            mine = appended;
        }
        try {
            commits.await(mine, this::commit);
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                if (places.get(key) == after) {
                    place(key, before);
                }
            }
            throw e;
        }
    }

    /** Bytes. */
    synchronized long size() {
        return size;
    }

    /** Adds a line: on disk with whatever is put next. */
    synchronized void putUnforced(LogLine line) throws IOException {
        if (torn) {
            opened().truncate(size);
        }
        byte[] bytes = line.toBytes();
        torn = true;
        opened().append(bytes);
        torn = false;
        apply(line, size, bytes.length - 1);
        size += bytes.length;
        appended++;
    }

    private Disk.Appendable opened() throws IOException {
        if (file == null) {
            throw new IOException("The journal " + path + " is closed");
        }
        return file;
    }

    /** All that was put is on disk when this returns. */
    void force() throws IOException {
        long all;
        synchronized (this) {
            all = appended;
        }
        commits.await(all, this::commit);
    }

    private long commit() throws IOException {
        if (doubtful) {
            return rewrite();
        }
        Disk.Appendable written;
        long all;
        synchronized (this) {
            written = opened();
            all = appended;
        }
        doubtful = true;
        written.force();
        doubtful = false;
        return all;
    }

    /**
     * Drops what is of no use any more, and writes the file anew where most of it is history.
     *
     * @param now      milliseconds of the epoch
     * @param isSpared keys that stay all the same
     */
    void tidy(long now, Predicate<Key> isSpared) throws IOException {
        commits.alone(() -> {
            synchronized (this) {
                List<Key> spent = places.entrySet().stream().filter(entry -> entry.getValue().until() != 0 && entry.getValue().until() < now)
                        .map(Map.Entry::getKey).filter(key -> !isSpared.test(key)).toList();
                spent.forEach(key -> place(key, null));
                return size - live > worthwhile && size > 2 * live ? rewrite() : 0;
            }
        });
    }

    /**
     * By the one that commits. All else waits for it: some 0.1 s for 100,000 photos.
     *
     * @return the number of the last change
     */
    private synchronized long rewrite() throws IOException {
        opened();
        Path part = Disk.part(path);
        disk.deleteIfExists(part);
        Map<Key, Place> moved = new HashMap<>();
        Disk.Appendable anew = disk.open(part);
        long copied;
        try {
            copied = copy(anew, moved);
            anew.force();
            disk.rename(part, path);
        } catch (IOException | RuntimeException e) {
            anew.close();
            disk.deleteIfExists(part);
            throw e;
        }
        Disk.Appendable old = file;
        file = anew;
        doubtful = true;
        size = copied;
        places = moved;
        live = moved.values().stream().mapToLong(Place::length).sum();
        torn = false;
        old.close();
        disk.forceFolder(path.getParent());
        doubtful = false;
        return appended;
    }

    /** @return how many bytes */
    private long copy(Disk.Appendable to, Map<Key, Place> moved) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
        chunk.write((HEADER + VERSION + "\n").getBytes(StandardCharsets.UTF_8));
        long written = 0;
        for (Map.Entry<Key, Place> entry : places.entrySet().stream().sorted(Comparator.comparingLong(entry -> entry.getValue().start())).toList()) {
            LogLine line = read(entry.getValue());
            if (line != null) {
                byte[] bytes = new LogLine(line.key(), entry.getValue().until(), line.value()).toBytes();
                moved.put(entry.getKey(), new Place(written + chunk.size(), bytes.length - 1, entry.getValue().until()));
                chunk.write(bytes);
            }
            if (chunk.size() >= CHUNK) {
                to.append(chunk.toByteArray());
                written += chunk.size();
                chunk.reset();
            }
        }
        to.append(chunk.toByteArray());
        return written + chunk.size();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
