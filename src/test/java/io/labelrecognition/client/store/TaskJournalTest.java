package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.TaskRecord.State;
import io.labelrecognition.client.wire.RecognitionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskJournalTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final String KEY = TaskStore.key("a photo");
    private static final String TASK = "task-0001";

    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk(3);

    private TaskJournal journal(Duration later) {
        return new TaskJournal(folder, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    private TaskJournal onTheFaultyDisk() {
        return new TaskJournal(folder, Clock.systemUTC(), disk);
    }

    private static TaskRecord known(TaskJournal journal) throws IOException {
        TaskStore.Claim claim = journal.claim(KEY);
        claim.release();
        return claim.record();
    }

    @Test
    void eachStepIsOnDiskBeforeTheNext() throws IOException {
        byte[] large = new byte[1 << 20];
        try (TaskJournal journal = onTheFaultyDisk()) {
            TaskStore.Claim claim = journal.claim(KEY);
            assertNull(claim.record());
            claim.sending(1, CallQuota.Share.UNLIMITED);
        }
        disk.crash();
        try (TaskJournal journal = onTheFaultyDisk()) {
            TaskStore.Claim claim = journal.claim(KEY);
            assertEquals(State.SENDING, claim.record().state());
            claim.sent(TASK);
        }
        disk.crash();
        try (TaskJournal journal = onTheFaultyDisk()) {
            TaskStore.Claim claim = journal.claim(KEY);
            assertEquals(TASK, claim.record().taskId());
            claim.finished(TASK, new TaskRecord.Finding(List.of(new RecognitionResult.Entry("Pdf", large)), null, "a service", 1.5));
        }
        disk.crash();
        try (TaskJournal journal = onTheFaultyDisk()) {
            TaskStore.Claim claim = journal.claim(KEY);
            assertArrayEquals(large, claim.record().results().get(0).data());
            claim.failed(TASK, Reason.ERROR, "not a photo");
        }
        disk.crash();
        try (TaskJournal journal = onTheFaultyDisk()) {
            assertEquals("not a photo", known(journal).failure().detail());
        }
    }

    @Test
    void whereADiskIsFullNothingIsSentAndNothingIsBelieved() throws IOException {
        try (TaskJournal journal = onTheFaultyDisk()) {
            TaskStore.Claim claim = journal.claim(KEY);
            disk.fillUpAfter(10);
            assertThrows(IOException.class, () -> claim.sending(1, CallQuota.Share.UNLIMITED));
            claim.release();
            assertNull(known(journal));
            disk.fillUpAfter(Long.MAX_VALUE);
            TaskStore.Claim again = journal.claim(KEY);
            again.sending(1, CallQuota.Share.UNLIMITED);
            disk.failToForce(1);
            assertThrows(IOException.class, () -> again.sent(TASK));
            assertEquals(State.SENDING, again.record().state());
            again.sent(TASK);
        }
        disk.crash();
        try (TaskJournal journal = onTheFaultyDisk()) {
            assertEquals(TASK, known(journal).taskId());
        }
    }

    @Test
    void whatNobodyCanHaveAUseForGoes() throws IOException {
        String delivered = TaskStore.key("delivered");
        String notDelivered = TaskStore.key("not delivered");
        String sending = TaskStore.key("on its way");
        try (TaskJournal journal = journal(Duration.ZERO)) {
            journal.claim(sending).sending(1, CallQuota.Share.UNLIMITED);
            journal.claim(KEY).sent(TASK);
            for (String key : List.of(delivered, notDelivered)) {
                TaskStore.Claim claim = journal.claim(key);
                claim.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
                claim.release();
            }
            journal.settled(delivered, Duration.ofHours(30), false);
        }
        try (TaskJournal journal = journal(Duration.ofHours(25))) {
            assertNull(journal.claim(TaskStore.key("another")).record());
            assertNull(journal.claim(KEY).record(), "the service has forgotten it");
            TaskStore.Claim claim = journal.claim(delivered);
            assertEquals(State.FINISHED, claim.record().state());
            assertTrue(claim.isReusable());
        }
        try (TaskJournal journal = journal(Duration.ofHours(40))) {
            assertNull(journal.claim(TaskStore.key("another")).record());
            assertNull(journal.claim(delivered).record());
            assertEquals(State.FINISHED, journal.claim(notDelivered).record().state(), "paid for, and nobody has it");
            assertEquals(State.SENDING, journal.claim(sending).record().state(), "somebody may ask about it");
        }
    }

    @Test
    void twoApplicationsDoNotShareOne() throws IOException {
        try (TaskJournal one = journal(Duration.ZERO); TaskJournal other = journal(Duration.ZERO)) {
            one.claim(KEY).release();
            assertTrue(assertThrows(IOException.class, () -> other.claim(KEY)).getMessage().contains("in use by another application"));
        }
    }

    @Test
    void whatIsInItIsTheOwnersAlone() throws IOException {
        Files.writeString(folder.resolve(".tasks.log.part"), "what a kill left");
        try (TaskJournal journal = journal(Duration.ZERO)) {
            journal.claim(KEY).sending(1, CallQuota.Share.UNLIMITED);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.endsWith(".lock")).toList()) {
                assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file::toString);
            }
        }
    }
}
