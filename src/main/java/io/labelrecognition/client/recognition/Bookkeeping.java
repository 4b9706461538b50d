package io.labelrecognition.client.recognition;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskStore;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down about one photo: its entry in the store, and its calls in the quota; there may be neither.
 *
 * <p>What has to be on disk before a call fails the call where it cannot be written. What is written afterwards only saves a later
 * application from asking again: where it cannot be, the photo goes on all the same. Not for several threads at once.
 */
final class Bookkeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeping.class);

    private final TaskStore store;
    private final String key;
    private final CallQuota.Share share;
    private final boolean again;
    private TaskStore.Claim entry;
    private boolean closed;

    /**
     * @param store null for none
     * @param key   the photo's entry in it
     * @param share of the account's calls
     * @param again whether a failure that is remembered is not to stand in the way
     */
    Bookkeeping(TaskStore store, String key, CallQuota.Share share, boolean again) {
        this.store = store;
        this.key = key;
        this.again = again;
        this.share = share;
        this.entry = store == null ? TaskStore.Claim.NOTHING_KEPT : null;
    }

    /** Whether a photo with the same bytes and settings holds the entry that this one waits for. */
    boolean isWaiting() {
        return entry == null;
    }

    /**
     * What is known of the photo, once the entry is its own.
     *
     * @return null where nothing is known, or the entry is still another's
     * @throws LabelRecognitionException if the journal cannot be read
     */
    TaskRecord open() throws LabelRecognitionException {
        TaskRecord known = claim();
        if (hasEnded(known) && (!entry.isReusable() || again && known.state() == TaskRecord.State.FAILED)) {
            forget();
            return null;
        }
        return known;
    }

    private TaskRecord claim() throws LabelRecognitionException {
        if (entry == null) {
            try {
                entry = store.claim(key);
            } catch (IOException e) {
                throw new LabelRecognitionException(Reason.JOURNAL, "The journal cannot be read: " + e.getMessage(), null, e);
            }
        }
        return entry == null ? null : entry.record();
    }

    private static boolean hasEnded(TaskRecord known) {
        return known != null && (known.state() == TaskRecord.State.FINISHED || known.state() == TaskRecord.State.FAILED);
    }

    /** Whether an earlier conversation has begun with this photo, and nobody has what comes of it yet. */
    boolean isBegun() throws LabelRecognitionException {
        TaskRecord known = claim();
        return known != null && !(hasEnded(known) && entry.isSettled());
    }

    /**
     * The photo is about to be sent.
     *
     * @param unanswered how many sendings may have been taken if nothing is heard of this one, which is counted
     * @return false where the calls of the month do not reach for a whole photo
     */
    boolean sending(int unanswered) throws LabelRecognitionException {
        try {
            return entry.sending(unanswered, share);
        } catch (IOException e) {
            throw notMade(e, null);
        }
    }

    /** The result is about to be asked for. */
    void fetching(String taskId) throws LabelRecognitionException {
        try {
            entry.fetching(share);
        } catch (IOException e) {
            throw notMade(e, taskId);
        }
    }

    private static LabelRecognitionException notMade(IOException e, String taskId) {
        return e instanceof TaskStore.TakenOverException ? new LabelRecognitionException(Reason.TAKEN_OVER, e.getMessage(), taskId, e)
                : new LabelRecognitionException(Reason.JOURNAL, "What is sent cannot be written down, so no call was made: " + e.getMessage(), taskId, e);
    }

    /** To be asked just before what cannot be taken back. */
    void check() throws TaskStore.TakenOverException {
        entry.check();
    }

    /** The call did not reach the service. */
    void notMade() {
        afterwards(() -> entry.notMade(share));
    }

    /** The service has the photo. */
    void sent(String taskId) {
        afterwards(() -> entry.sent(taskId));
    }

    /** The result is here. */
    void finished(String taskId, TaskRecord.Finding finding) {
        afterwards(() -> entry.finished(taskId, finding));
    }

    /** There will be no result: whoever finds the photo where it was must not send it again. */
    void failed(String taskId, Reason reason, String detail) {
        if (entry != null) {
            afterwards(() -> entry.failed(taskId, reason, detail));
        }
    }

    /**
     * The photo was not taken this time.
     *
     * @param unanswered how many sendings before this one may have been
     */
    void notTaken(int unanswered) {
        if (unanswered == 0) {
            forget();
        } else {
            afterwards(() -> entry.notTaken(unanswered));
        }
    }

    private void forget() {
        afterwards(entry::forget);
    }

    /** The conversation is over: the entry is free for the next photo of the same bytes. Another call does nothing: it may be that one's. */
    void close(boolean read) {
        if (closed) {
            return;
        }
        closed = true;
        share.end(read);
        if (entry != null) {
            entry.release();
        }
    }

    /**
     * What came of the photo is where it was wanted; after {@link #close}.
     *
     * @param moved whether the photo has gone from where it was taken from: whoever puts it there again asks again
     */
    void settled(Duration reuseResults, boolean moved) {
        if (store != null && entry != null) {
            store.settled(key, reuseResults, !moved);
        }
    }

    private static void afterwards(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            LOG.warn("The journal or the ledger cannot be written: if the application ends now, it will not know of a photo: {}", e.toString());
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }
}
