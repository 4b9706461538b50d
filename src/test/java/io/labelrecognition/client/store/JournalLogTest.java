package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.store.TaskJournal.State;
import io.labelrecognition.client.wire.RecognitionResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was on its way when the process ended, or the machine: that may lose files that were written and not yet on disk. */
class JournalLogTest {
    private static final String KEY = "0".repeat(64);
    private static final String TASK = "task-0001";
    private static final JournalLog.Restoring NOTHING_LOST = (key, record) -> fail("restored " + key);

    @TempDir
    Path folder;

    @Test
    void whatWasOnItsWayAtAKillIsKnown() throws IOException {
        try (TaskJournal journal = journal()) {
            onItsWay(journal);
        }
        assertFalse(Files.exists(entry()));
        assertEquals(TASK, known().taskId());
        assertEquals(TASK, known().taskId(), "after one more start");
    }

    @Test
    void whatCameToRestHasAFile() throws IOException {
        try (TaskJournal journal = journal()) {
            onItsWay(journal).release();
            assertTrue(Files.readString(entry()).contains(TASK));
        }
        // it has the last word
        Files.writeString(entry(), Files.readString(entry()).replace(TASK, "task-0002"));
        assertEquals("task-0002", known().taskId());
    }

    @Test
    void whatEndedIsKeptUntilItIsSettledAndThenHasAFile() throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = onItsWay(journal);
            claim.finished(TASK, List.of(), null);
            claim.release();
        }
        assertEquals(State.FINISHED, known().state());
        try (TaskJournal journal = journal()) {
            journal.claim(KEY).release();
            journal.settled(KEY, Duration.ofHours(1), false);
            assertTrue(Files.readString(entry()).contains("keptUntil"));
        }
        assertTrue(known().isDelivered());
    }

    @Test
    void aResultOfAnySizeIsKept() throws IOException {
        byte[] large = new byte[1 << 20];
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = onItsWay(journal);
            claim.finished(TASK, List.of(new RecognitionResult.Entry("Pdf", large)), null);
        }
        assertArrayEquals(large, known().results().get(0).data());
        theMachineStartsAgain();
        assertArrayEquals(large, known().results().get(0).data());
    }

    @Test
    void whatTheMachineLostIsRestored() throws IOException {
        try (TaskJournal journal = journal()) {
            onItsWay(journal).release();
        }
        Files.writeString(entry(), "");
        theMachineStartsAgain();
        assertEquals(TASK, known().taskId());
    }

    @Test
    void anOlderEntryIsBroughtUpToDate() throws IOException {
        try (TaskJournal journal = journal()) {
            journal.claim(KEY).sending(1);
        }
        try (TaskJournal journal = journal()) {
            journal.claim(KEY).release();
            onItsWay(journal);
        }
        assertTrue(Files.readString(entry()).contains("SENDING"));
        theMachineStartsAgain();
        assertEquals(State.SENT, known().state());
    }

    @Test
    void whatWasForgottenStaysForgotten() throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = journal.claim(KEY);
            claim.sending(1);
            claim.forget();
        }
        theMachineStartsAgain();
        assertNull(known());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLineThatWasHalfWrittenIsPassedOver(boolean theMachineToo) throws IOException {
        try (TaskJournal journal = journal()) {
            onItsWay(journal);
        }
        if (theMachineToo) {
            theMachineStartsAgain();
        }
        Files.writeString(logs().get(0), KEY + " {\"version\":1,\"sta", StandardOpenOption.APPEND);
        assertEquals(TASK, known().taskId());
    }

    @Test
    void whatStandsInALogAfterAFullDiskIsPassedOver() throws IOException {
        try (TaskJournal journal = journal()) {
            onItsWay(journal);
        }
        Files.writeString(logs().get(0), KEY + " {\"version\":1,\"sta\n" + KEY.replace('0', '1') + " \n", StandardOpenOption.APPEND);
        assertEquals(TASK, known().taskId());
    }

    /** In the log of this start of the machine, and of an earlier one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogWithDamagedLinesIsKeptAsideAndWhatIsWholeInItIsKnown(boolean theMachineToo) throws IOException {
        try (TaskJournal journal = journal()) {
            TaskJournal.Claim claim = journal.claim(KEY.replace('0', '1'));
            claim.sending(1);
            onItsWay(journal);
        }
        if (theMachineToo) {
            theMachineStartsAgain();
        }
        Path log = logs().get(0);
        Files.writeString(log, Files.readString(log).replaceFirst("1{64} \\{", "\0\0\0 "));
        String damaged = Files.readString(log);
        try (CapturedOutput output = new CapturedOutput()) {
            assertEquals(TASK, known().taskId());
            assertTrue(output.toString().contains("1 line of a log"), output::toString);
        }
        Path aside = folder.resolve(log.getFileName().toString().substring(1) + ".unreadable");
        assertEquals(damaged, Files.readString(aside));
        Files.delete(aside);
        assertEquals(TASK, known().taskId());
        assertFalse(Files.exists(aside), "it is said once");
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (TaskJournal journal = journal()) {
            for (int i = 0; i < 200; i++) {
                String key = TaskJournal.key(String.valueOf(i));
                threads.submit(() -> {
                    TaskJournal.Claim claim = journal.claim(key);
                    claim.sending(1);
                    claim.sent(key);
                    return null;
                });
            }
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
        try (TaskJournal journal = journal()) {
            for (int i = 0; i < 200; i++) {
                String key = TaskJournal.key(String.valueOf(i));
                assertEquals(key, journal.claim(key).record().taskId());
            }
        }
    }

    @Test
    void logsGoWhenTheEntriesAreOnDiskAndWhatIsOnItsWayGoesOnToTheNext() throws IOException {
        byte[] record = "{}".getBytes(StandardCharsets.UTF_8);
        String filed = KEY.replace('0', '1');
        try (JournalLog log = new JournalLog(folder)) {
            log.open(NOTHING_LOST);
            log.append(KEY, record);
            log.append(filed, record);
            log.filed(filed, record);
            Path first = logs().get(0);
            log.turnOver(".task.json");
            assertTrue(Files.exists(first));
            log.turnOver(".task.json");
            assertFalse(Files.exists(first));
        }
        try (JournalLog log = new JournalLog(folder)) {
            log.open(NOTHING_LOST);
            assertArrayEquals(record, log.last(KEY));
            assertNull(log.last(filed));
        }
    }

    @Test
    void aLongLogIsFollowedByAnotherAndNothingIsLost() throws IOException {
        List<RecognitionResult.Entry> results = List.of(new RecognitionResult.Entry("Text", new byte[40_000]));
        try (TaskJournal journal = journal()) {
            onItsWay(journal);
            for (int i = 0; i < 1000; i++) {
                String key = TaskJournal.key(String.valueOf(i));
                TaskJournal.Claim claim = journal.claim(key);
                claim.finished(TASK, results, null);
                claim.release();
                journal.settled(key, Duration.ofHours(1), false);
            }
        }
        assertTrue(logs().size() == 2, "the first and the last are there: " + logs());
        assertEquals(TASK, known().taskId());
        for (Path log : logs()) {
            assertTrue(Files.size(log) < 20_000_000, log + " has " + Files.size(log) + " bytes");
        }
    }

    @Test
    void whatNobodyCanHaveAUseForGoes() throws IOException {
        String delivered = KEY.replace('0', '1');
        String notDelivered = KEY.replace('0', '2');
        String another = KEY.replace('0', '3');
        try (TaskJournal journal = journal()) {
            onItsWay(journal).release();
            for (String key : List.of(delivered, notDelivered)) {
                TaskJournal.Claim claim = journal.claim(key);
                claim.finished(TASK, List.of(), null);
                claim.release();
            }
            journal.settled(delivered, Duration.ofHours(30), false);
        }
        try (TaskJournal journal = new TaskJournal(folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(25)))) {
            journal.claim(another).release();
            assertNull(journal.claim(KEY).record());
            assertEquals(State.FINISHED, journal.claim(delivered).record().state());
        }
        try (TaskJournal journal = new TaskJournal(folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(40)))) {
            journal.claim(another).release();
            assertNull(journal.claim(delivered).record());
            assertEquals(State.FINISHED, journal.claim(notDelivered).record().state());
        }
    }

    private TaskJournal journal() {
        return new TaskJournal(folder, Clock.systemUTC());
    }

    private static TaskJournal.Claim onItsWay(TaskJournal journal) throws IOException {
        TaskJournal.Claim claim = journal.claim(KEY);
        claim.sending(1);
        claim.sent(TASK);
        return claim;
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
