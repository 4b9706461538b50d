package io.labelrecognition.client.store;

import io.labelrecognition.client.LabelRecognitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What was sent, and what became of it, written down before it happens: whoever comes after a crash knows of each photo whether to send
 * it, to ask for its result, to deliver it, or that nobody can know.
 *
 * <p>Threads may share a store; of the photos with the same key, one at a time holds the entry.
 */
public interface TaskStore extends AutoCloseable {
    /** How long the service keeps a result, from when the photo was sent. */
    Duration RESULTS_KEPT = Duration.ofHours(24);
    /** How long it is remembered that a photo cannot be read, for whoever sends it again and again. */
    Duration FAILURES_KEPT = Duration.ofDays(30);

    /**
     * The entry of this key, for one holder at a time.
     *
     * @param key as {@link #key} makes them
     * @return null while another photo holds it
     * @throws IOException if the store cannot be read, or is another's
     */
    Claim claim(String key) throws IOException;

    /**
     * What came of the photo is where it was wanted: from now on results only serve the same photo again, and a failure is history, or is
     * remembered where the photo may still lie where it was taken from.
     *
     * @param reuseResults for how long results serve; zero is never
     * @param remember     whether a photo that cannot be read, or is refused, is answered with that when it comes again
     */
    void settled(String key, Duration reuseResults, boolean remember);

    @Override
    void close();

    /** An entry, held by the photo that is being worked on. What is written is sure to outlive the machine when a method returns. */
    interface Claim {
        /** Null where nothing is known of the photo. */
        TaskRecord record();

        /** Whether what became of a photo may answer the same photo now. */
        boolean isReusable();

        /** Whether what became of a photo is where it was wanted, so far as it has ended. */
        boolean isSettled();

        /** Of a photo that nothing is kept of. */
        Claim NOTHING_KEPT = new Claim() {
            @Override
            public TaskRecord record() {
                return null;
            }

            @Override
            public boolean isReusable() {
                return false;
            }

            @Override
            public boolean isSettled() {
                return true;
            }

            @Override
            public boolean sending(int unanswered, CallQuota.Share share) throws IOException {
                if (!share.reserve()) {
                    return false;
                }
                share.calling(false);
                return true;
            }

            @Override
            public void notTaken(int unanswered) {
                // nothing is kept
            }

            @Override
            public void sent(String taskId) {
                // nothing is kept
            }

            @Override
            public void finished(String taskId, TaskRecord.Finding finding) {
                // nothing is kept
            }

            @Override
            public void failed(String taskId, LabelRecognitionException.Reason reason, String detail) {
                // nothing is kept
            }

            @Override
            public void forget() {
                // nothing is kept
            }

            @Override
            public void release() {
                // nobody else waits for it
            }
        };

        /**
         * The photo is about to be sent, which is a call of its share.
         *
         * @param unanswered how many sendings may have been taken, if no more is heard
         * @return false where the calls of a whole photo are not left: then nothing is written
         * @throws TakenOverException if the entry is another's by now
         */
        boolean sending(int unanswered, CallQuota.Share share) throws IOException;

        /** The result is about to be asked for, which is a call of the photo's share. What was sent is never left unasked to spare calls. */
        default void fetching(CallQuota.Share share) throws IOException {
            share.calling(true);
        }

        /** The call never reached the service. */
        default void notMade(CallQuota.Share share) throws IOException {
            share.notMade();
        }

        /**
         * To be asked just before what cannot be taken back, by whichever thread does it.
         *
         * @throws TakenOverException if the entry may be another's by now
         */
        default void check() throws TakenOverException {
            // nobody can take it over while its holder lives
        }

        /**
         * The photo was not taken this time.
         *
         * @param unanswered how many sendings before it may have been
         */
        void notTaken(int unanswered) throws IOException;

        /** The service has taken it. */
        void sent(String taskId) throws IOException;

        /** The result is here. */
        void finished(String taskId, TaskRecord.Finding finding) throws IOException;

        /** There will be no result. */
        void failed(String taskId, LabelRecognitionException.Reason reason, String detail) throws IOException;

        /** There is nothing to come back to. It may outlive the machine all the same. */
        void forget() throws IOException;

        /** Lets the next photo with this key have the entry. */
        void release();
    }

    /** The entry is another's: this machine was not heard of for too long. What was begun with it is to be left. */
    final class TakenOverException extends IOException {
        private static final long serialVersionUID = 1L;

        public TakenOverException() {
            super("This node was not heard of for too long: another may be working on the photo.");
        }
    }

    /**
     * The name of an entry: photos with the same bytes, settings, service and client share one.
     *
     * @param parts what tells one entry from another
     * @return SHA-256, in hexadecimal
     */
    static String key(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
