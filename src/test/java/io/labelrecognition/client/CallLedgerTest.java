package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLedgerTest {
    private static final Instant LAST_OF_MAY = Instant.parse("2026-05-31T23:59:00Z");

    @TempDir
    Path folder;

    private CallLedger ledger(long limit, Instant now) throws IOException {
        return new CallLedger(folder.resolve("calls.json"), limit, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aPhotoIsTakenOnlyIfAWholePhotosCallsFit() throws IOException {
        CallLedger ledger = ledger(7, LAST_OF_MAY);
        assertTrue(ledger.share().reserve());
        assertTrue(ledger.share().reserve());
        assertFalse(ledger.share().reserve());
    }

    @Test
    void howManyCallsAPhotoNeedsIsLearntFromThePhotosReadBefore() throws IOException {
        CallLedger ledger = ledger(6, LAST_OF_MAY);
        CallLedger.Share first = ledger.share();
        assertTrue(first.reserve());
        first.calling(false);
        first.calling(true);
        first.end(true);
        // four are left, and a photo takes two of them
        assertTrue(ledger.share().reserve());
        assertTrue(ledger.share().reserve());
        assertFalse(ledger.share().reserve());
    }

    @Test
    void theCountIsOnDiskBeforeTheCallAndThereAfterACrash() throws IOException {
        CallLedger.Share photo = ledger(100, LAST_OF_MAY).share();
        photo.calling(false);
        photo.calling(true);
        assertEquals(98, ledger(100, LAST_OF_MAY).left());
    }

    @Test
    void aCallThatNeverReachedTheServiceIsNotCounted() throws IOException {
        CallLedger ledger = ledger(100, LAST_OF_MAY);
        CallLedger.Share photo = ledger.share();
        photo.calling(false);
        photo.notMade();
        assertEquals(100, ledger.left());
        assertEquals(100, ledger(100, LAST_OF_MAY).left());
    }

    @Test
    void whatIsFetchedIsNeverStoppedByTheBudget() throws IOException {
        CallLedger ledger = ledger(3, LAST_OF_MAY);
        CallLedger.Share photo = ledger.share();
        assertTrue(photo.reserve());
        for (int i = 0; i < 5; i++) {
            photo.calling(i > 0);
        }
        assertEquals(-2, ledger.left());
    }

    @Test
    void aNewMonthBeginsWithNoCalls() throws IOException {
        CallLedger.Share photo = ledger(3, LAST_OF_MAY).share();
        photo.calling(false);
        photo.calling(true);
        assertFalse(ledger(3, LAST_OF_MAY).share().reserve());
        assertTrue(ledger(3, LAST_OF_MAY.plus(Duration.ofMinutes(2))).share().reserve());
    }

    @Test
    void callsOfManyThreadsAndOfTwoProcessesAddUp() throws Exception {
        CallLedger one = ledger(1000, LAST_OF_MAY);
        CallLedger other = ledger(1000, LAST_OF_MAY);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(() -> {
                    one.share().calling(true);
                    return null;
                });
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
            other.share().calling(false);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1000 - 101, ledger(1000, LAST_OF_MAY).left());
    }

    @Test
    void aLedgerThatCannotBeReadIsNotStartedAnew() throws IOException {
        Files.writeString(folder.resolve("calls.json"), "{\"month\":\"2026-");
        assertThrows(IOException.class, () -> ledger(10, LAST_OF_MAY));
    }

    @Test
    void whenTheCallsAreSpentNoPhotoIsSentAndTheLineStops() throws Exception {
        try (ScriptedService service = new ScriptedService();
             KameletHost host = KameletHost.of(service, "&callsPerMonth=4&ledger=RAW(" + folder + ")")) {
            assertEquals("TEXT\n", host.send(new byte[] {1}).getMessage().getBody());
            assertEquals("TEXT\n", host.send(new byte[] {2}).getMessage().getBody());
            Exchange third = host.send(new byte[] {3});
            LabelRecognitionException failure = (LabelRecognitionException) third.getException();
            assertEquals(LabelRecognitionException.Reason.BUDGET, failure.getReason());
            assertTrue(failure.isStopsTheLine());
            assertEquals(2, service.posts.size());
            assertEquals(2, service.gets.size());
        }
    }
}
