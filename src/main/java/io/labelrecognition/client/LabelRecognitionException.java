package io.labelrecognition.client;

import java.util.Locale;

/**
 * Why a photo has no text: the one exception that the routes end with.
 *
 * <p>The message is written for whoever looks after the photos; neither it nor the causes hold a credential or a token.
 */
public final class LabelRecognitionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String taskId;
    /** Not carried elsewhere: it is of this process. */
    private final transient Circuit circuit;

    /**
     * @param taskId the task that the service made of the photo; null where it was not sent, or nobody knows
     * @param cause  what was thrown underneath; null where the service said so in plain words
     */
    public LabelRecognitionException(Reason reason, String message, String taskId, Throwable cause) {
        this(reason, message, taskId, cause, null);
    }

    private LabelRecognitionException(Reason reason, String message, String taskId, Throwable cause, Circuit circuit) {
        // thrown where the conversation ends, not where the trouble was: a stack would only mislead
        super(Printable.of(message), cause, true, false);
        this.reason = reason;
        this.taskId = taskId;
        this.circuit = circuit;
    }

    public LabelRecognitionException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    /** The same trouble, for a photo that was already sent. */
    public LabelRecognitionException withTaskId(String id) {
        return id == null || taskId != null ? this : new LabelRecognitionException(reason, getMessage(), id, this, circuit);
    }

    /** The same trouble, as what opened the circuit. */
    public LabelRecognitionException opening(Circuit opened) {
        return new LabelRecognitionException(reason, getMessage(), taskId, getCause(), opened);
    }

    /** The circuit that this opened, or that was open when the photo came; null where it is none's trouble. */
    public Circuit getCircuit() {
        return circuit;
    }

    public Reason getReason() {
        return reason;
    }

    /** The task id at the service, or null. */
    public String getTaskId() {
        return taskId;
    }

    /** Whether the same photo may well succeed later, with nothing changed about it. */
    public boolean isRetryable() {
        return reason.retryable;
    }

    /** Whether no other photo would fare better now: the photo is not to blame and should stay where it is. */
    public boolean isStopsTheLine() {
        return reason.stopsTheLine;
    }

    /** What went wrong, by who or what has to change for the photo to succeed. */
    public enum Reason {
        /** The photo itself: empty, too large, gone, no bytes. Nothing was sent. */
        PHOTO(false, false),
        /** Another photo has taken its place, or it is gone: what was read or sent is not what lies there. Nothing was charged for it. */
        CHANGED(true, false),
        /** The service refused the request (400, 413, …). */
        REFUSED(false, false),
        /** The service took the photo and could not read it. */
        ERROR(false, false),
        /** The service knows neither the task nor, when the photo was sent once more, its successor. */
        NOT_EXIST(true, false),
        /** Sent, and no result within the timeout: the task may still end, and its id is known. */
        TIMEOUT(true, false),
        /** Sent, and the answer was lost: the photo may or may not have been charged. */
        AMBIGUOUS(true, false),
        /** An answer that the contract does not know, or connections that always break before the photo is whole. */
        SERVICE(true, false),
        /** The text is there and could not be written to the outbox. */
        OUTBOX(true, true),
        /** The calls that the account may make this month are spent. Nothing was sent. */
        BUDGET(true, true),
        /** The journal, or the ledger of calls, cannot be read or written, so nothing is sent. */
        JOURNAL(true, true),
        /** The credentials, or the tokens got with them, are refused. */
        CREDENTIALS(true, true),
        /** The plan is exhausted, or does not cover the call (403). */
        PLAN(true, true),
        /** The service cannot be reached, or is overloaded, and has not taken the photo. */
        UNAVAILABLE(true, true),
        /** This node of several was not heard of for too long, so another has the photo by now, or will have it. */
        TAKEN_OVER(true, true),
        /** Asked only to go on with a photo that it has begun, a recognition has begun nothing, or what came of it is where it was wanted. */
        NOT_BEGUN(true, true),
        /** The application is stopping. */
        STOPPED(true, true);

        private final boolean retryable;
        private final boolean stopsTheLine;

        Reason(boolean retryable, boolean stopsTheLine) {
            this.retryable = retryable;
            this.stopsTheLine = stopsTheLine;
        }

        /** As written in files and messages: lower case, with a hyphen. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
