package io.labelrecognition.client.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a journal as it lies there, and changes nothing of it: an application may be working with it. */
public final class JournalReader {
    /** Latencies: the last ones. */
    private static final int MOST = 10_000;

    private final Map<String, TaskJournal.Entry> entries = new HashMap<>();
    private final Deque<Double> latencies = new ArrayDeque<>();
    private final Set<String> wanted;

    private JournalReader(Collection<String> wanted) {
        this.wanted = new HashSet<>(wanted);
    }

    /**
     * What a journal says.
     *
     * @param entries   those that were asked for, by their keys
     * @param latencies of the photos that were finished last: seconds from when the service had one until its result was here
     */
    public record Found(Map<String, TaskJournal.Entry> entries, List<Double> latencies) {
    }

    /** @param folder of the journal; nothing is found where there is none */
    public static Found read(Path folder, Collection<String> keys) throws IOException {
        JournalReader reader = new JournalReader(keys);
        Path log = folder.resolve(TaskJournal.FILE);
        if (Files.exists(log)) {
            // what is damaged, or is being written, is no line
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                TaskLog.checkVersion(log, String.valueOf(line));
                for (; line != null; line = lines.readLine()) {
                    reader.take(LogLine.parse(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return new Found(reader.entries, List.copyOf(reader.latencies));
    }

    private void take(LogLine line) {
        if (line == null) {
            return;
        }
        switch (line.value()) {
            case LogLine.FORGOTTEN -> entries.remove(line.key());
            case LogLine.AS_BEFORE -> entries.computeIfPresent(line.key(), (key, before) -> new TaskJournal.Entry(key, before.record(), line.until()));
            default -> {
                try {
                    take(line, TaskRecord.parse(line.value()));
                } catch (IOException e) {
                    // of another shape: the application, too, takes it for nothing
                    entries.remove(line.key());
                }
            }
        }
    }

    private void take(LogLine line, TaskRecord record) {
        if (wanted.contains(line.key())) {
            entries.put(line.key(), new TaskJournal.Entry(line.key(), record, line.until()));
        }
        if (record.seconds() != null) {
            latencies.add(record.seconds());
            if (latencies.size() > MOST) {
                latencies.remove();
            }
        }
    }
}
