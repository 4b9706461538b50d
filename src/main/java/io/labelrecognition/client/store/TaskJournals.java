package io.labelrecognition.client.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The journals of a Camel context, one a folder, however many inboxes and Kamelets name it. */
public final class TaskJournals implements AutoCloseable {
    private final Clock clock;
    private final Map<Path, TaskJournal> journals = new ConcurrentHashMap<>();

    public TaskJournals(Clock clock) {
        this.clock = clock;
    }

    public TaskStore in(String folder) {
        return journals.computeIfAbsent(Path.of(folder).toAbsolutePath().normalize(), path -> new TaskJournal(path, clock));
    }

    @Override
    public void close() {
        journals.values().forEach(TaskJournal::close);
    }
}
