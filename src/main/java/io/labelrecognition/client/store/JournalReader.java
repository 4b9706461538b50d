package io.labelrecognition.client.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a journal as it lies there, and changes nothing of it: an application may be working with it. */
public final class JournalReader {
    /** Photos whose sending is remembered until they are finished, and latencies: the last ones. */
    private static final int MOST = 10_000;

    private final Map<String, TaskJournal.Entry> entries = new HashMap<>();
    private final Map<String, Instant> sentAt = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };
    private final List<Duration> latencies = new ArrayList<>();
    private final Set<String> wanted;

    private JournalReader(Collection<String> wanted) {
        this.wanted = new HashSet<>(wanted);
    }

    /**
     * What a journal says.
     *
     * @param entries   those that were asked for, by their keys
     * @param latencies of the photos that were finished last: from when the service had one until its result was here
     */
    public record Found(Map<String, TaskJournal.Entry> entries, List<Duration> latencies) {
    }

    /** @param folder of the journal; nothing is found where there is none */
    public static Found read(Path folder, Collection<String> keys) throws IOException {
        JournalReader reader = new JournalReader(keys);
        Path log = folder.resolve(TaskJournal.FILE);
        if (Files.exists(log)) {
            // what is damaged, or is being written, is no line
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    reader.take(LogLine.parse(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return new Found(reader.entries, reader.latencies);
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
                } catch (IOException | DateTimeException e) {
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
        if (record.state() == TaskRecord.State.SENT) {
            sentAt.put(line.key(), Instant.parse(record.at()));
        } else if (record.state() == TaskRecord.State.FINISHED && sentAt.containsKey(line.key())) {
            latencies.add(Duration.between(sentAt.remove(line.key()), Instant.parse(record.at())));
            if (latencies.size() > MOST) {
                latencies.remove(0);
            }
        }
    }
}
