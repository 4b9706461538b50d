package io.labelrecognition.client.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.TaskJournal;
import io.labelrecognition.client.store.TaskRecord.State;
import io.labelrecognition.client.store.TaskStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookkeepingTest {
    private static final String KEY = TaskStore.key("a photo");

    @TempDir
    Path journal;

    @Test
    void aFailureIsRememberedForABoundedTime() throws Exception {
        SettableTime time = new SettableTime(Instant.parse("2026-05-01T00:00:00Z"));
        try (TaskJournal tasks = new TaskJournal(journal, time)) {
            TaskStore.Claim claim = tasks.claim(KEY);
            claim.failed("task", Reason.ERROR, "not a photo");
            claim.release();
            tasks.settled(KEY, Duration.ZERO, true);
            Bookkeeping books = new Bookkeeping(tasks, KEY, CallQuota.Share.UNLIMITED, false);
            assertEquals(State.FAILED, books.open().state());
            books.close(false);

            time.now = time.now.plus(TaskStore.FAILURES_KEPT).plusSeconds(1);
            assertNull(new Bookkeeping(tasks, KEY, CallQuota.Share.UNLIMITED, false).open());
        }
    }

    @Test
    void aConversationThatIsEndedTwiceLeavesTheEntryToTheNext() throws Exception {
        try (TaskJournal tasks = new TaskJournal(journal, Clock.systemUTC())) {
            Bookkeeping first = new Bookkeeping(tasks, KEY, CallQuota.Share.UNLIMITED, false);
            first.open();
            first.sending(1);
            first.close(false);
            Bookkeeping next = new Bookkeeping(tasks, KEY, CallQuota.Share.UNLIMITED, false);
            next.open();
            next.sending(1);
            next.sent("task-of-the-next");

            first.close(false);

            assertNull(tasks.claim(KEY), "held by the next");
            next.close(false);
            assertEquals("task-of-the-next", tasks.claim(KEY).record().taskId());
        }
    }

    private static final class SettableTime extends Clock {
        private volatile Instant now;

        private SettableTime(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
