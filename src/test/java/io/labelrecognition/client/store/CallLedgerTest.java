package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.KameletHost;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.ScriptedService;
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
    void theCountIsOnDiskBeforeTheCallWhateverTheMachineLoses() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            FaultyDisk disk = new FaultyDisk(seed);
            CallQuota.Share photo = onTheFaultyDisk(disk).share();
            for (int calls = 1; calls < 5; calls++) {
                photo.calling(calls > 1);
                disk.crash();
                assertEquals(100 - calls, onTheFaultyDisk(disk).left());
            }
        }
    }

    @Test
    void aCallThatCannotBeWrittenDownIsNotMadeAndNotCounted() throws IOException {
        FaultyDisk disk = new FaultyDisk(1);
        CallLedger ledger = onTheFaultyDisk(disk);
        ledger.share().calling(false);
        disk.fillUpAfter(5);
        assertThrows(IOException.class, () -> ledger.share().calling(false));
        disk.fillUpAfter(Long.MAX_VALUE);
        disk.failToForce(1);
        assertThrows(IOException.class, () -> ledger.share().calling(false));
        assertEquals(99, ledger.left());
        disk.crash();
        assertEquals(99, onTheFaultyDisk(disk).left());
    }

    private CallLedger onTheFaultyDisk(FaultyDisk disk) throws IOException {
        return new CallLedger(folder.resolve("calls.json"), 100, Clock.fixed(LAST_OF_MAY, ZoneOffset.UTC), disk);
    }

    @Test
    void aNewMonthBeginsWithNoCalls() throws IOException {
        CallQuota.Share photo = ledger(3, LAST_OF_MAY).share();
        photo.calling(false);
        photo.calling(true);
        assertFalse(ledger(3, LAST_OF_MAY).share().reserve());
        assertTrue(ledger(3, LAST_OF_MAY.plus(Duration.ofMinutes(2))).share().reserve());
    }

    /** Two contexts of this process, each with many threads, and another process, while the month turns. */
    @Test
    void callsOfThreadsContextsAndProcessesAddUpAtTheTurnOfTheMonth() throws Exception {
        TurningClock clock = new TurningClock();
        CallLedger one = new CallLedger(folder.resolve("calls.json"), 10_000, clock);
        CallLedger other = new CallLedger(folder.resolve("calls.json"), 10_000, clock);
        one.share().calling(false);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Dslf4j.provider=" + System.getProperty("slf4j.provider"), "-Dslf4j.internal.verbosity=WARN",
                "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), folder.resolve("calls.json").toString())
                .redirectErrorStream(true).start();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                CallLedger ledger = i % 2 == 0 ? one : other;
                calls.add(() -> {
                    CallQuota.Share share = ledger.share();
                    assertTrue(share.reserve());
                    share.calling(false);
                    share.end(false);
                    return null;
                });
            }
            clock.now = LAST_OF_MAY.plus(Duration.ofMinutes(2));
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("done", new String(process.getInputStream().readAllBytes()).trim());
        assertEquals(10_000 - 200 - OtherProcess.CALLS, ledger(10_000, clock.now).left());
    }

    /** Makes calls in June, too. */
    static final class OtherProcess {
        static final int CALLS = 100;

        public static void main(String[] arguments) throws Exception {
            CallLedger ledger = new CallLedger(Path.of(arguments[0]), 10_000,
                    Clock.fixed(LAST_OF_MAY.plus(Duration.ofMinutes(2)), ZoneOffset.UTC));
            for (int i = 0; i < CALLS; i++) {
                ledger.share().calling(true);
            }
            System.out.println("done");
        }
    }

    private static final class TurningClock extends Clock {
        private volatile Instant now = LAST_OF_MAY;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @Test
    void aNumberOfCallsWithoutAFolderToCountThemInIsRefusedAtTheStart() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            Throwable thrown = assertThrows(Exception.class, () -> KameletHost.of(service, "&callsPerMonth=4").close());
            while (thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            assertTrue(thrown.getMessage().contains("label.calls-per-month"), thrown.getMessage());
        }
    }

    @Test
    void aClockThatIsSetForwardAndBackForgetsNoCall() throws IOException {
        ledger(10, LAST_OF_MAY).share().calling(false);
        ledger(10, LAST_OF_MAY).share().calling(true);
        ledger(10, LAST_OF_MAY.plus(Duration.ofHours(2))).share().calling(false);
        ledger(10, LAST_OF_MAY).share().calling(false);
        assertEquals(7, ledger(10, LAST_OF_MAY).left());
        assertEquals(9, ledger(10, LAST_OF_MAY.plus(Duration.ofHours(2))).left());
    }

    @Test
    void callsOfManyThreadsAddUp() throws Exception {
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
