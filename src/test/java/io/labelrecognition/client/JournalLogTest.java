package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.labelrecognition.client.TaskJournal.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine may lose when it ends: files that were written and not yet on disk. */
class JournalLogTest {
    private static final String KEY = "0".repeat(64);
    private static final String TASK = "task-0001";

    @TempDir
    Path folder;

    @Test
    void whatTheMachineLostIsRestored() throws IOException {
        sent();
        Files.writeString(entry(), "");
        theMachineStartsAgain();
        assertEquals(TASK, known().taskId());
    }

    @Test
    void anOlderEntryIsBroughtUpToDate() throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = journal.claim(KEY);
            claim.sending();
            byte[] older = Files.readAllBytes(entry());
            claim.sent(TASK);
            Files.write(entry(), older);
        }
        theMachineStartsAgain();
        assertEquals(State.SENT, known().state());
    }

    @Test
    void whatWasForgottenStaysForgotten() throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = journal.claim(KEY);
            claim.sending();
            claim.forget();
        }
        theMachineStartsAgain();
        assertNull(known());
    }

    @Test
    void aLineThatWasHalfWrittenIsPassedOver() throws IOException {
        sent();
        Files.delete(entry());
        theMachineStartsAgain();
        Files.writeString(logs().get(0), KEY.replace('0', '1') + " {\"version\":1,\"sta", StandardOpenOption.APPEND);
        assertEquals(TASK, known().taskId());
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (TaskJournal journal = journal()) {
            for (int i = 0; i < 200; i++) {
                String key = TaskJournal.key(String.valueOf(i));
                threads.submit(() -> {
                    TaskJournal.Claim claim = journal.claim(key);
                    claim.sending();
                    claim.sent(key);
                    return null;
                });
            }
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 200; i++) {
            Files.delete(folder.resolve(TaskJournal.key(String.valueOf(i)) + ".task.json"));
        }
        theMachineStartsAgain();
        try (TaskJournal journal = journal()) {
            for (int i = 0; i < 200; i++) {
                String key = TaskJournal.key(String.valueOf(i));
                assertEquals(key, journal.claim(key).record().taskId());
            }
        }
    }

    @Test
    void logsGoWhenTheEntriesAreOnDisk() throws IOException {
        JournalLog log = new JournalLog(folder);
        log.open((key, record) -> {
        });
        log.append(KEY, "{}".getBytes(StandardCharsets.UTF_8), true);
        Path first = logs().get(0);
        log.turnOver(".task.json");
        log.turnOver(".task.json");
        assertFalse(Files.exists(first));
        log.close();
    }

    private TaskJournal journal() {
        return new TaskJournal(folder, Clock.systemUTC());
    }

    private void sent() throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = journal.claim(KEY);
            claim.sending();
            claim.sent(TASK);
        }
    }

    private TaskJournal.Record known() throws IOException {
        try (TaskJournal journal = journal()) {
            return journal.claim(KEY).record();
        }
    }

    private Path entry() {
        return folder.resolve(KEY + ".task.json");
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".log-")).sorted().toList();
        }
    }

    /** The logs are those of another start of the machine. */
    private void theMachineStartsAgain() throws IOException {
        for (Path log : logs()) {
            List<String> lines = Files.readAllLines(log);
            lines.set(0, "another");
            Files.write(log, lines);
        }
    }
}
