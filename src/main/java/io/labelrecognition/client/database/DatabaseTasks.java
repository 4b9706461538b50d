package io.labelrecognition.client.database;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.database.TaskChanges.Send.Outcome;
import io.labelrecognition.client.database.TaskChanges.State;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks in the database, as one use of the Kamelet writes them. */
final class DatabaseTasks implements TaskStore {
    /** Between what this process thinks of the time and what the database does, when a sending is given up as lost. */
    static final Duration MARGIN = Duration.ofSeconds(5);
    /** How long a row stays of which nothing is known: of a node that died before it sent the photo. */
    private static final Duration UNUSED_KEPT = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTasks.class);

    private final Membership membership;
    private final Writer writer;
    private final Duration answerTimeout;
    /** Those of this process, whichever use of the Kamelet holds them. */
    private final Map<String, Held> held;

    DatabaseTasks(Membership membership, Writer writer, Duration answerTimeout, Map<String, Held> held) {
        this.membership = membership;
        this.writer = writer;
        this.answerTimeout = answerTimeout.plus(MARGIN);
        this.held = held;
    }

    @Override
    public Claim claim(String key) throws IOException {
        Lease lease = membership.lease();
        Held claim = new Held(key, lease);
        if (held.putIfAbsent(key, claim) != null) {
            return null;
        }
        TaskChanges.Claim.Found found;
        try {
            found = writer.write(new TaskChanges.Claim(key, lease.node()));
        } catch (IOException e) {
            // it may have been written all the same, where nobody could say so
            claim.release();
            throw e;
        }
        if (found == null) {
            held.remove(key, claim);
            return null;
        }
        claim.found(found);
        return claim;
    }

    @Override
    public void settled(String key, Duration reuseResults, boolean remember) {
        writer.later(new TaskChanges.Settle(key, reuseResults, remember ? FAILURES_KEPT : Duration.ZERO));
    }

    /** Nothing: the store is the context's. */
    @Override
    public void close() {
        // other uses of the Kamelet have the same one
    }

    /** A task that is worked on. */
    final class Held implements Claim {
        private final String key;
        private final Lease lease;
        private volatile TaskRecord record;
        private volatile boolean isReusable;
        private volatile boolean isSettled;

        private Held(String key, Lease lease) {
            this.key = key;
            this.lease = lease;
        }

        private void found(TaskChanges.Claim.Found found) {
            isReusable = found.isReusable();
            isSettled = found.isSettled();
            try {
                record = found.record() == null ? null : TaskRecord.parse(found.record());
            } catch (IOException e) {
                LOG.warn("An entry of the shared store cannot be read: its photo is sent as if nothing were known of it ({})", key);
            }
        }

        @Override
        public TaskRecord record() {
            return record;
        }

        @Override
        public boolean isReusable() {
            return record != null && isReusable;
        }

        @Override
        public boolean isSettled() {
            return record == null || isSettled;
        }

        @Override
        public boolean sending(int unanswered, CallQuota.Share share) throws IOException {
            check();
            DatabaseQuota quota = share instanceof DatabaseQuota.PhotoShare photo ? photo.quota() : null;
            TaskRecord next = sending(unanswered);
            Outcome outcome = writer.write(new TaskChanges.Send(key, lease.node(), next.toJson(), answerTimeout, quota));
            if (outcome == Outcome.TAKEN_OVER) {
                throw new TakenOverException();
            }
            if (outcome == Outcome.WRITTEN) {
                record = next;
                share.calling(false);
            }
            return outcome == Outcome.WRITTEN;
        }

        private TaskRecord sending(int unanswered) {
            return TaskRecord.sending(Instant.now(), unanswered);
        }

        @Override
        public void fetching(CallQuota.Share share) throws IOException {
            check();
            if (share instanceof DatabaseQuota.PhotoShare photo && !writer.write(new TaskChanges.Fetch(key, lease.node(), photo.quota()))) {
                throw new TakenOverException();
            }
            share.calling(true);
        }

        @Override
        public void notMade(CallQuota.Share share) {
            if (share instanceof DatabaseQuota.PhotoShare) {
                writer.later(new TaskChanges.NotMade(key, lease.node()));
            }
        }

        @Override
        public void check() throws TakenOverException {
            if (!lease.isAlive()) {
                throw new TakenOverException();
            }
        }

        @Override
        public void notTaken(int unanswered) throws IOException {
            put(sending(unanswered), null);
        }

        @Override
        public void sent(String taskId) throws IOException {
            put(TaskRecord.sent(Instant.now(), taskId), RESULTS_KEPT);
        }

        @Override
        public void finished(String taskId, TaskRecord.Finding finding) throws IOException {
            put(TaskRecord.finished(Instant.now(), taskId, finding), null);
        }

        @Override
        public void failed(String taskId, LabelRecognitionException.Reason reason, String detail) throws IOException {
            put(TaskRecord.failed(Instant.now(), taskId, new TaskRecord.Failure(reason, detail)), null);
        }

        /** What was not delivered is kept, however old: it was paid for. What may have been sent is kept for whoever asks about it. */
        private void put(TaskRecord next, Duration kept) throws IOException {
            record = next;
            if (!writer.write(new TaskChanges.Put(key, lease.node(), State.of(next), next == null ? null : next.toJson(), kept))) {
                throw new TakenOverException();
            }
        }

        @Override
        public void forget() {
            record = null;
            writer.later(new TaskChanges.Put(key, lease.node(), State.CLAIMED, null, UNUSED_KEPT));
        }

        @Override
        public void release() {
            if (held.remove(key, this)) {
                writer.later(new TaskChanges.Release(key, lease.node()));
            }
        }
    }
}
