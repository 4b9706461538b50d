package io.labelrecognition.client.store;

import io.labelrecognition.client.files.DurableFile;
import io.labelrecognition.client.files.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the entries of a journal become, one line after the other, in a file that is forced to disk for many of them at once: a disk
 * that forces a few hundred times a second would otherwise bound the photos a second.
 *
 * <p>An entry has the log alone while it is worked on, and a file of its own from when it {@linkplain #filed comes to rest}: a file for
 * each step would be made and renamed while the log is being forced, and the file system lets the one wait for the other. The files
 * outlive the process; only when the machine itself ends may they be lost, and are restored from here. So a log goes when the files of
 * its entries have been forced, which by then costs next to nothing, and each begins with what the one before it left open. Threads may
 * share a log.
 */
final class JournalLog implements AutoCloseable {
    private static final String PREFIX = ".log-";
    /** In front of a record that the entry's file has, too. */
    private static final String FILED = "+";
    private static final String PART = ".part";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "\\d{1,18}");
    /** Bytes, so that reading one at a start takes no time to speak of. */
    private static final int LONGEST = 1 << 24;
    /** Logs, which an application leaves that is started again and again. */
    private static final int MOST = 8;
    /** As {@link TaskJournal#key} makes them: what else stands there must not become the name of a file. */
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BOOT_ID = Pattern.compile("[\\w-]{1,64}");
    private static final Logger LOG = LoggerFactory.getLogger(JournalLog.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;

    // guarded by this
    private FileOutputStream out;
    private Path current;
    private List<Path> earlier = new ArrayList<>();
    /** The last records of the entries that have no file, or one that is older. */
    private final Map<String, byte[]> unfiled = new LinkedHashMap<>();
    private long appended;
    private long forced;
    private long size;
    private boolean forcing;
    private boolean torn;

    JournalLog(Path folder) {
        this.folder = folder;
    }

    /** Takes an entry out of a log, into a file that is sure to be on disk. */
    interface Restoring {
        /** @param record its last content, as it was given to {@link #append} */
        void restore(String key, byte[] record) throws IOException;
    }

    /** Begins a log, with what the last one left open; where the machine has been started since, all its entries are restored. */
    synchronized void open(Restoring restoring) throws IOException {
        earlier.clear();
        unfiled.clear();
        setAsideUnreadable();
        List<Path> logs = logs();
        String boot = boot();
        Map<String, String> lost = new LinkedHashMap<>();
        for (Path log : logs) {
            if (!boot.isEmpty() && boot.equals(start(log))) {
                earlier.add(log);
            } else {
                readOrKeepAside(log, lost::put);
            }
        }
        if (!earlier.isEmpty()) {
            readOrKeepAside(earlier.get(earlier.size() - 1), (key, record) -> {
                if (record.isEmpty() || record.startsWith(FILED)) {
                    unfiled.remove(key);
                } else {
                    unfiled.put(key, record.getBytes(StandardCharsets.ISO_8859_1));
                }
            });
        }
        for (Map.Entry<String, String> entry : lost.entrySet()) {
            String record = entry.getValue().startsWith(FILED) ? entry.getValue().substring(FILED.length()) : entry.getValue();
            if (!record.isEmpty()) {
                restoring.restore(entry.getKey(), record.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        begin();
        logs.removeAll(earlier);
        for (Path log : logs) {
            Files.deleteIfExists(log);
        }
    }

    /** What no application of ours has left is nothing to work from, and nothing to throw away either. */
    private void setAsideUnreadable() throws IOException {
        for (Path log : logs()) {
            String start = start(log);
            if (start == null || !start.isEmpty() && !BOOT_ID.matcher(start).matches()) {
                Path aside = aside(log);
                Files.move(log, aside, StandardCopyOption.REPLACE_EXISTING);
                LOG.warn("A log of the journal is {} and was set aside as {}: what was being sent or read when it was written may be sent"
                        + " again", start == null ? "empty" : "damaged", aside);
            }
        }
    }

    private static Path aside(Path log) {
        return log.resolveSibling(log.getFileName().toString().substring(1) + ".unreadable");
    }

    /** What is whole in a log counts; where a line is not, there is a copy of it all, since the log itself will go. */
    private static void readOrKeepAside(Path log, BiConsumer<String, String> line) throws IOException {
        int damaged = readAll(log, line);
        if (damaged > 0) {
            DurableFile.write(aside(log), Files.readAllBytes(log));
            LOG.warn("{} of a log of the journal cannot be read, and a copy of the log was set aside as {}: what they said was being sent"
                    + " or read may be sent again", damaged == 1 ? "1 line" : damaged + " lines", aside(log));
        }
    }

    /** The oldest first. */
    private List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, log -> NAME.matcher(log.getFileName().toString()).matches())) {
            found.forEach(logs::add);
        }
        logs.sort(Comparator.comparingLong(JournalLog::number));
        return logs;
    }

    private static long number(Path log) {
        return Long.parseLong(log.getFileName().toString().substring(PREFIX.length()));
    }

    /** The start of the machine that a log is of. */
    private static String start(Path log) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            return lines.readLine();
        }
    }

    /**
     * Each line that is whole, as a key and its record: a kill or a full disk may have cut one short.
     *
     * @return how many were not whole, but for the last one: what a kill has cut short was not yet acted upon
     */
    private static int readAll(Path log, BiConsumer<String, String> line) throws IOException {
        boolean cut;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - 1));
            cut = file.read() != '\n';
        }
        int damaged = 0;
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            lines.readLine();
            for (String next = lines.readLine(), now; next != null;) {
                now = next;
                next = lines.readLine();
                int space = now.indexOf(' ');
                boolean whole = now.endsWith("}") || now.endsWith(" ") || now.endsWith(" " + FILED);
                if (next == null && cut) {
                    break;
                }
                if (space > 0 && whole && KEY.matcher(now.substring(0, space)).matches()) {
                    line.accept(now.substring(0, space), now.substring(space + 1));
                } else {
                    damaged++;
                }
            }
        }
        return damaged;
    }

    private void begin() throws IOException {
        List<Path> there = logs();
        // a clock may be set back
        long number = Math.max(System.currentTimeMillis(), there.isEmpty() ? 0 : number(there.get(there.size() - 1)) + 1);
        Path log = folder.resolve(PREFIX + number);
        Path part = folder.resolve(PREFIX + number + PART);
        size = 0;
        Files.deleteIfExists(part);
        Files.createFile(part, OwnerOnly.file());
        try (OutputStream beginning = new BufferedOutputStream(new FileOutputStream(part.toFile()))) {
            beginning.write((boot() + "\n").getBytes(StandardCharsets.ISO_8859_1));
            for (Map.Entry<String, byte[]> entry : unfiled.entrySet()) {
                beginning.write(line(entry.getKey(), "", entry.getValue()));
            }
        }
        force(part);
        Files.move(part, log, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.forceFolder(folder);
        current = log;
        out = new FileOutputStream(log.toFile(), true);
    }

    private static byte[] line(String key, String mark, byte[] record) {
        byte[] start = (key + " " + mark).getBytes(StandardCharsets.ISO_8859_1);
        byte[] line = Arrays.copyOf(start, start.length + record.length + 1);
        System.arraycopy(record, 0, line, start.length, record.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** Changes at each start of the machine; empty where it cannot be known. */
    private static String boot() {
        try {
            return Files.readString(BOOT).trim();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** The last record of an entry; null where its file has the last word. */
    synchronized byte[] last(String key) {
        return unfiled.get(key);
    }

    /**
     * Adds what became of an entry: on disk when this returns.
     *
     * @param record one line, an object in JSON
     */
    void append(String key, byte[] record) throws IOException {
        long mine;
        synchronized (this) {
            write(line(key, "", record));
            unfiled.put(key, record);
            mine = ++appended;
        }
        force(mine);
    }

    /**
     * The entry has a file now.
     *
     * @param record what it says, so that it can be restored; empty where it was forced to disk itself
     */
    synchronized void filed(String key, byte[] record) throws IOException {
        write(line(key, FILED, record));
        appended++;
        unfiled.remove(key);
    }

    /** The entry is no more, and its file is gone. */
    synchronized void forgotten(String key) throws IOException {
        write(line(key, "", new byte[0]));
        appended++;
        unfiled.remove(key);
    }

    private void write(byte[] line) throws IOException {
        if (torn) {
            out.write('\n');
        }
        torn = true;
        out.write(line);
        torn = false;
        size += line.length;
    }

    /** The first to come forces for all that came while the last was at it. */
    private void force(long mine) throws IOException {
        FileOutputStream file;
        long upTo;
        synchronized (this) {
            while (forcing && forced < mine) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Interrupted while the journal was being forced to disk");
                }
            }
            if (forced >= mine) {
                return;
            }
            forcing = true;
            upTo = appended;
            file = out;
        }
        boolean done = false;
        try {
            // not a channel: one interrupted thread would close it for all
            file.getFD().sync();
            done = true;
        } finally {
            synchronized (this) {
                forcing = false;
                forced = done ? Math.max(forced, upTo) : forced;
                notifyAll();
            }
        }
    }

    /** Whether it is time for another. */
    synchronized boolean isLong() {
        return size > LONGEST || earlier.size() > MOST;
    }

    /** Begins another; the logs before this one go, once the files of their entries are sure to be on disk. By one thread at a time. */
    void turnOver(String suffix) throws IOException {
        for (Path log : begun()) {
            Set<String> keys = new LinkedHashSet<>();
            readAll(log, (key, record) -> keys.add(key));
            for (String key : keys) {
                force(folder.resolve(key + suffix));
            }
            DurableFile.forceFolder(folder);
            Files.deleteIfExists(log);
        }
    }

    /** @return the logs before the one that was written until now */
    private synchronized List<Path> begun() throws IOException {
        while (forcing) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        out.getFD().sync();
        forced = appended;
        FileOutputStream last = out;
        Path written = current;
        begin();
        last.close();
        List<Path> old = earlier;
        earlier = new ArrayList<>(List.of(written));
        return old;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // forgotten since
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
