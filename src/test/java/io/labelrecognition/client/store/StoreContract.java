package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.TaskRecord.State;
import io.labelrecognition.client.wire.Confidence;
import io.labelrecognition.client.wire.RecognitionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of every store, in a folder and in a database alike. */
public abstract class StoreContract {
    private static final String KEY = TaskStore.key("a photo");
    private static final String TASK = "task-0001";

    private TaskStore store;

    /** The store as a process finds it that has just been started. */
    protected abstract TaskStore open() throws IOException;

    /** The process ends, and had time to write what it had to. */
    protected abstract void stop(TaskStore store);

    protected abstract CallQuota quota(long limit) throws IOException;

    /** So much time passes, for the store. */
    protected abstract void pass(Duration time);

    @BeforeEach
    void openIt() throws IOException {
        store = open();
    }

    @AfterEach
    void stopIt() {
        stop(store);
    }

    private void restart() throws IOException {
        stop(store);
        store = open();
    }

    private static void send(TaskStore.Claim claim) throws IOException {
        assertTrue(claim.sending(1, CallQuota.Share.UNLIMITED));
    }

    @Test
    void eachStepIsThereAfterAStart() throws IOException {
        byte[] large = new byte[1 << 20];
        TaskStore.Claim claim = store.claim(KEY);
        assertNull(claim.record());
        send(claim);
        claim.release();
        restart();
        claim = store.claim(KEY);
        assertEquals(State.SENDING, claim.record().state());
        assertEquals(1, claim.record().unanswered());
        claim.sent(TASK);
        claim.release();
        restart();
        claim = store.claim(KEY);
        assertEquals(State.SENT, claim.record().state());
        assertEquals(TASK, claim.record().taskId());
        claim.finished(TASK, new TaskRecord.Finding(List.of(new RecognitionResult.Entry("Pdf", large)), new Confidence(0.9, 0.5), "a service", 1.5));
        claim.release();
        restart();
        claim = store.claim(KEY);
        assertArrayEquals(large, claim.record().results().get(0).data());
        assertEquals(0.5, claim.record().confidence().min());
        assertEquals("a service", claim.record().readBy());
        assertFalse(claim.isSettled());
        assertTrue(claim.isReusable());
        claim.failed(TASK, Reason.ERROR, "not a \0 photo: Straße 漢");
        claim.release();
        restart();
        assertEquals("not a \0 photo: Straße 漢", store.claim(KEY).record().failure().detail());
    }

    @Test
    void oneAtATimeHoldsAnEntry() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        assertNull(store.claim(KEY));
        claim.release();
        assertNotNull(store.claim(KEY));
    }

    @Test
    void whatWasForgottenIsNotThereAfterAStartEither() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        send(claim);
        claim.forget();
        claim.release();
        restart();
        assertNull(store.claim(KEY).record());
    }

    @Test
    void whatWasNotTakenLeavesWhatMayHaveBeenBefore() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        assertTrue(claim.sending(3, CallQuota.Share.UNLIMITED));
        claim.notTaken(2);
        claim.release();
        restart();
        assertEquals(2, store.claim(KEY).record().unanswered());
    }

    @Test
    void aResultServesTheSamePhotoUntilItsTimeHasPassed() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        claim.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
        claim.release();
        store.settled(KEY, Duration.ofHours(1), false);
        pass(Duration.ofMinutes(59));
        claim = store.claim(KEY);
        assertEquals(State.FINISHED, claim.record().state());
        assertTrue(claim.isReusable() && claim.isSettled());
        claim.release();
        restart();
        pass(Duration.ofMinutes(2));
        assertFalse(store.claim(KEY).isReusable());
    }

    @Test
    void whatNobodyWantsAgainIsForgottenWhenItIsSettled() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        claim.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
        claim.release();
        store.settled(KEY, Duration.ZERO, false);
        assertNull(store.claim(KEY).record());
    }

    @Test
    void ofFailuresThoseOfThePhotoAreRememberedForWhoeverMaySendItAgain() throws IOException {
        String[] keys = {TaskStore.key("unreadable"), TaskStore.key("moved"), TaskStore.key("lost")};
        Reason[] reasons = {Reason.ERROR, Reason.ERROR, Reason.AMBIGUOUS};
        for (int i = 0; i < keys.length; i++) {
            TaskStore.Claim claim = store.claim(keys[i]);
            claim.failed(TASK, reasons[i], "why");
            claim.release();
            store.settled(keys[i], Duration.ofHours(1), i != 1);
        }
        pass(Duration.ofDays(29));
        assertEquals(State.FAILED, store.claim(keys[0]).record().state());
        assertNull(store.claim(keys[1]).record());
        assertNull(store.claim(keys[2]).record());
    }

    @Test
    void whatIsHeldIsNotSettledByAnother() throws IOException {
        TaskStore.Claim claim = store.claim(KEY);
        claim.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
        store.settled(KEY, Duration.ZERO, false);
        claim.release();
        restart();
        assertEquals(State.FINISHED, store.claim(KEY).record().state());
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Void>> photos = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String key = TaskStore.key(String.valueOf(i));
                photos.add(() -> {
                    TaskStore.Claim claim = store.claim(key);
                    send(claim);
                    claim.sent(key);
                    claim.release();
                    return null;
                });
            }
            for (Future<Void> photo : threads.invokeAll(photos)) {
                photo.get();
            }
        } finally {
            threads.shutdownNow();
        }
        restart();
        for (int i = 0; i < 300; i++) {
            String key = TaskStore.key(String.valueOf(i));
            assertEquals(key, store.claim(key).record().taskId());
        }
    }

    /** A photo, as far as its calls go. */
    private final class Counted {
        private final TaskStore.Claim claim;
        private final CallQuota.Share share;

        private Counted(CallQuota quota, String name) throws IOException {
            claim = store.claim(TaskStore.key(name));
            share = quota.share();
        }

        boolean send() throws IOException {
            return claim.sending(1, share);
        }

        void fetch() throws IOException {
            claim.fetching(share);
        }

        void end(boolean read) {
            share.end(read);
            claim.release();
        }
    }

    /** As somebody sees it who comes when all is written. */
    private long left(long limit) throws IOException {
        restart();
        return quota(limit).left();
    }

    @Test
    void aPhotoIsTakenOnlyIfAWholePhotosCallsFit() throws IOException {
        CallQuota quota = quota(7);
        assertTrue(new Counted(quota, "1").send());
        assertTrue(new Counted(quota, "2").send());
        Counted third = new Counted(quota, "3");
        assertFalse(third.send());
        assertNull(third.claim.record(), "nothing is written of it");
    }

    @Test
    void callsCountWhenTheyAreMadeAndThoseThatWereSetAsideAreGivenBack() throws IOException {
        CallQuota quota = quota(100);
        Counted photo = new Counted(quota, "1");
        photo.send();
        photo.fetch();
        photo.end(true);
        assertEquals(98, left(100));
    }

    @Test
    void howManyCallsAPhotoNeedsIsLearntFromThePhotosReadBefore() throws IOException {
        CallQuota quota = quota(6);
        Counted first = new Counted(quota, "1");
        first.send();
        first.fetch();
        first.end(true);
        // four are left, and a photo takes two of them
        assertTrue(new Counted(quota, "2").send());
        assertTrue(new Counted(quota, "3").send());
        assertFalse(new Counted(quota, "4").send());
    }

    @Test
    void aCallThatNeverReachedTheServiceIsNotCounted() throws IOException {
        CallQuota quota = quota(100);
        Counted photo = new Counted(quota, "1");
        photo.send();
        photo.claim.notMade(photo.share);
        photo.end(false);
        assertEquals(100, left(100));
    }

    @Test
    void whatIsFetchedIsNeverStoppedByTheBudget() throws IOException {
        CallQuota quota = quota(3);
        Counted photo = new Counted(quota, "1");
        assertTrue(photo.send());
        for (int i = 0; i < 4; i++) {
            photo.fetch();
        }
        photo.end(true);
        assertEquals(-2, left(3));
    }

    @Test
    void aPhotoThatIsSentAgainIsCountedAgain() throws IOException {
        CallQuota quota = quota(100);
        Counted photo = new Counted(quota, "1");
        photo.send();
        photo.send();
        photo.fetch();
        photo.end(true);
        assertEquals(97, left(100));
    }

    @Test
    void aNewMonthBeginsWithNoCalls() throws IOException {
        CallQuota quota = quota(3);
        Counted photo = new Counted(quota, "1");
        photo.send();
        photo.fetch();
        pass(Duration.ofDays(32));
        Counted another = new Counted(quota(3), "2");
        assertTrue(another.send());
        // a call of this month, though the photo was sent in the last
        photo.fetch();
        photo.end(true);
        another.end(false);
        assertEquals(1, left(3));
    }

    @Test
    void callsOfManyThreadsAddUp() throws Exception {
        CallQuota quota = quota(1000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                calls.add(() -> {
                    Counted photo = new Counted(quota, String.valueOf(number));
                    assertTrue(photo.send());
                    photo.fetch();
                    photo.end(true);
                    return null;
                });
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(800, left(1000));
    }
}
