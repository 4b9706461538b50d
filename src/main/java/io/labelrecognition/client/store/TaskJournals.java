package io.labelrecognition.client.store;

import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The journals of a Camel context, one a folder, however many inboxes and Kamelets name it. */
public final class TaskJournals implements AutoCloseable {
    private final Clock clock;
    private final Metrics metrics;
    private final Map<Path, TaskJournal> journals = new ConcurrentHashMap<>();

    public TaskJournals(Clock clock, Metrics metrics) {
        this.metrics = metrics;
        this.clock = clock;
    }

    public TaskStore in(String folder) {
        return journals.computeIfAbsent(Path.of(folder).toAbsolutePath().normalize(), path -> {
            TaskJournal journal = new TaskJournal(path, clock);
            metrics.gauge(Metric.JOURNAL_SIZE, journal::size, path.toString());
            return journal;
        });
    }

    @Override
    public void close() {
        journals.values().forEach(TaskJournal::close);
    }
}
