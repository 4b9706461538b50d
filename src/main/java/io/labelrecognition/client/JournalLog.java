package io.labelrecognition.client;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the entries of a journal became, one line after the other, in a file that is forced to disk for many of them at once: a disk
 * that forces a few hundred times a second would otherwise bound the photos a second.
 *
 * <p>The entries have files of their own, which outlive the process whatever becomes of it; only when the machine itself ends may they be
 * lost, and are restored from here. So a log is read after a start of the machine alone, and goes when the files of its entries have been
 * forced, which by then costs next to nothing. Threads may share a log.
 */
final class JournalLog implements AutoCloseable {
    private static final String PREFIX = ".log-";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;

    // guarded by this
    private FileOutputStream out;
    private Path current;
    private List<Path> earlier = new ArrayList<>();
    private long appended;
    private long forced;
    private boolean forcing;
    private boolean torn;

    JournalLog(Path folder) {
        this.folder = folder;
    }

    /** Takes an entry out of a log. */
    interface Restoring {
        /** @param record its last content, as it was given to {@link #append} */
        void restore(String key, byte[] record) throws IOException;
    }

    /** Begins a log; where the machine has been started since the last one was written, its entries are restored. */
    synchronized void open(Restoring restoring) throws IOException {
        earlier.clear();
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*")) {
            found.forEach(logs::add);
        }
        logs.sort(null);
        String boot = boot();
        Map<String, String> last = new LinkedHashMap<>();
        for (Path log : logs) {
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
                if (!boot.isEmpty() && boot.equals(lines.readLine())) {
                    earlier.add(log);
                } else {
                    last.putAll(entries(lines));
                }
            }
        }
        for (Map.Entry<String, String> entry : last.entrySet()) {
            if (!entry.getValue().isEmpty()) {
                restoring.restore(entry.getKey(), entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        logs.removeAll(earlier);
        for (Path log : logs) {
            Files.deleteIfExists(log);
        }
        begin();
    }

    /** The last line of each entry; an empty one where it was forgotten. */
    private static Map<String, String> entries(BufferedReader lines) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                entries.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return entries;
    }

    private void begin() throws IOException {
        long number = System.currentTimeMillis();
        while (Files.exists(folder.resolve(PREFIX + number))) {
            number++;
        }
        current = folder.resolve(PREFIX + number);
        out = new FileOutputStream(current.toFile(), true);
        out.write((boot() + "\n").getBytes(StandardCharsets.ISO_8859_1));
        out.getFD().sync();
        DurableFile.forceFolder(folder);
    }

    /** Changes at each start of the machine; empty where it cannot be known. */
    private static String boot() {
        try {
            return Files.readString(BOOT).trim();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /**
     * Adds what became of an entry.
     *
     * @param record one line; empty where the entry is forgotten
     * @param force  whether it is to be on disk when this returns
     */
    void append(String key, byte[] record, boolean force) throws IOException {
        long mine;
        synchronized (this) {
            byte[] line = new byte[key.length() + record.length + 2 + (torn ? 1 : 0)];
            int at = 0;
            if (torn) {
                line[at++] = '\n';
            }
            for (int i = 0; i < key.length(); i++) {
                line[at++] = (byte) key.charAt(i);
            }
            line[at++] = ' ';
            System.arraycopy(record, 0, line, at, record.length);
            line[line.length - 1] = '\n';
            torn = true;
            out.write(line);
            torn = false;
            mine = ++appended;
        }
        if (force) {
            force(mine);
        }
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

    /** Now and then: the logs before the last one go, once the files of their entries are sure to be on disk. */
    synchronized void turnOver(String suffix) throws IOException {
        while (forcing) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        out.getFD().sync();
        forced = appended;
        out.close();
        List<Path> old = earlier;
        earlier = new ArrayList<>(List.of(current));
        begin();
        for (Path log : old) {
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
                for (String key : entries(lines).keySet()) {
                    force(folder.resolve(key + suffix));
                }
            }
            DurableFile.forceFolder(folder);
            Files.deleteIfExists(log);
        }
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
