package io.labelrecognition.client.recognition;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.http.CallFailure;
import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.polling.PollSchedule;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.token.AccessTokenSource;
import io.labelrecognition.client.wire.Confidence;
import io.labelrecognition.client.wire.RecognitionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.core5.http.HttpEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with the service about one photo: what was said so far, and so what comes next.
 *
 * <p>The routes make the calls and tell it what became of them; it decides whether to send, to fetch, to wait, or to end. One photo's
 * conversation is never led by two threads at once.
 */
public final class Conversation {
    /** A POST is repeated this often when it is safe, and each other thing that may pass is borne this often in a row. */
    private static final int PATIENCE = 3;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    static final String CHANGED = "The photo was replaced or removed before it was sent, so nothing was sent of it.";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final RecognitionRequest request;
    private final Terms terms;
    private final Bookkeeping books;
    private final List<String> warnings = new ArrayList<>();

    private String taskId;
    private Instant since;
    /** How long the task is known to have been pending, since it was sent. */
    private Duration pending = Duration.ZERO;
    private Duration delay = Duration.ZERO;
    private int polls;
    private int sendings;
    /** Sendings and fetches that were begun, whatever came of them. */
    private int calls;
    private int troubles;
    private int refusedTokens;
    /** Sendings of which nobody knows whether they were taken, since a task was last known; those of earlier conversations included. */
    private int unknownOutcomes;
    private boolean sentAgain;
    private RecognitionResult result;
    private Confidence confidence;
    private LabelRecognitionException failure;

    /**
     * What all photos of one inbox, or one use of the Kamelet, have in common.
     *
     * @param timeout         from sending until given up
     * @param resendAmbiguous whether to send again what may or may not have been taken
     * @param reuseResults    for how long results serve the same photo again; zero is never
     * @param stopping        whether the application is
     * @param account         what the account is called, for whoever counts
     */
    record Terms(AccessTokenSource accessToken, PollSchedule schedule, Duration timeout, boolean resendAmbiguous,
                 Duration reuseResults, BooleanSupplier stopping, Clock clock, Metrics metrics, String account, String service) {
    }

    Conversation(RecognitionRequest request, Bookkeeping books, Terms terms) {
        this.request = request;
        this.books = books;
        this.terms = terms;
        this.since = terms.clock().instant();
        follow();
    }

    /** There is no photo to talk about: the conversation is over before it began. */
    Conversation(LabelRecognitionException failure) {
        this(null, new Bookkeeping(null, null, CallQuota.Share.UNLIMITED, false),
                new Terms(null, null, Duration.ZERO, false, Duration.ZERO, () -> false, Clock.systemUTC(), Metrics.NONE, null, null));
        this.failure = failure;
    }

    /** Whether there is more to do; not once the application is stopping. */
    public boolean isUnfinished() {
        return result == null && failure == null && !terms.stopping().getAsBoolean();
    }

    /** Whether a photo with the same bytes and settings is on its way, and this one waits for what becomes of it. */
    public boolean isFollowing() {
        return books.isWaiting();
    }

    /** Whether the next call is to ask for the result, rather than to send the photo. */
    public boolean isAwaitingResult() {
        return taskId != null;
    }

    /** Whether the service has the photo, or may have it for all that is known. */
    public boolean mayHaveBeenSent() {
        return taskId != null || unknownOutcomes > 0;
    }

    /** Milliseconds to wait before the next call. */
    public long getDelay() {
        return delay.toMillis();
    }

    /** The id that the service gave; null until then. */
    public String getTaskId() {
        return taskId;
    }

    /** How many calls it made that count, fetches and sendings; 0 where the journal knew the result. */
    public int getCalls() {
        return calls;
    }

    /** How often the result was asked for. */
    public int getPolls() {
        return polls;
    }

    /** Null until the service has answered {@code Completed}. */
    public RecognitionResult getResult() {
        return result;
    }

    /** How sure the reader is of the result; null where it did not say. */
    public Confidence getConfidence() {
        return confidence;
    }

    /** Why there is no result; null while there may be one. */
    public LabelRecognitionException getFailure() {
        return failure;
    }

    /** What the user should know of, though the photo was read. */
    public List<String> getWarnings() {
        return warnings;
    }

    /** Looks up what the journal knows of the photo, once no other photo of the same bytes is on its way. */
    void follow() {
        TaskRecord known;
        try {
            known = books.open();
        } catch (LabelRecognitionException e) {
            failure = e;
            return;
        }
        since = terms.clock().instant();
        delay = isFollowing() ? BETWEEN_LOOKS : Duration.ZERO;
        if (known == null) {
            return;
        }
        switch (known.state()) {
            case SENT -> taskId = known.taskId();
            case FINISHED -> {
                taskId = known.taskId();
                confidence = known.confidence();
                result = new RecognitionResult(taskId, "Completed", "Ok", known.results(), null);
            }
            case FAILED -> failure = new LabelRecognitionException(known.failure().reason(), known.failure().detail(), known.taskId(), null);
            case SENDING -> {
                unknownOutcomes = known.unanswered() == null ? 1 : known.unanswered();
                if (terms.resendAmbiguous() && unknownOutcomes <= PATIENCE) {
                    warn("What became of an earlier sending is not known, so it was sent again: it may have been charged twice.");
                } else {
                    fail(Reason.AMBIGUOUS, "What became of an earlier sending is not known: it may or may not have been taken.", null);
                }
            }
        }
    }

    /** The conversation is over. */
    void end() {
        if (result == null && failure == null) {
            // what was sent stays with the service, what was not stays where it is
            fail(Reason.STOPPED, "The application stopped before the text was there.", null);
        }
        books.close(result != null);
    }

    /**
     * What came of the photo is where it was wanted.
     *
     * @param moved whether the photo has gone from where it was taken from
     */
    public void settled(boolean moved) {
        books.settled(terms.reuseResults(), moved);
    }

    /**
     * The photo is about to be sent.
     *
     * @return the body of the request
     * @throws LabelRecognitionException if the month's calls are spent, or the sending cannot be written down first
     */
    HttpEntity sending() throws LabelRecognitionException, IOException {
        LabelRecognitionException trouble = terms.accessToken().circuit().admit(this);
        if (trouble != null) {
            throw trouble;
        }
        if (!books.sending(unknownOutcomes + 1)) {
            throw terms.accessToken().budget().open(new LabelRecognitionException(Reason.BUDGET,
                    "The calls of this month are spent (label.calls-per-month): those left are too few for a photo."), null);
        }
        terms.accessToken().budget().close();
        calls++;
        return request.entity(books::check);
    }

    /** The result is about to be asked for. What was sent is never left unasked to spare calls. */
    void fetching() throws LabelRecognitionException {
        books.fetching(taskId);
        calls++;
    }

    /** The photo was taken: the answer to the POST. */
    void sent(String answer) {
        String id = answer == null ? "" : answer.trim().replaceAll("^\"|\"$", "");
        sendings++;
        countCall("send", "200");
        if (!id.matches("[A-Za-z0-9-]{8,64}")) {
            fail(Reason.SERVICE, "The service took the photo and answered without a task id, so there is nothing to ask for.", null);
            return;
        }
        taskId = id;
        // should this task be lost, nobody can ask for what may have been taken before it
        unknownOutcomes = 0;
        since = terms.clock().instant();
        pending = Duration.ZERO;
        books.sent(taskId);
        calm();
        terms.accessToken().circuit().close();
        waitFor(terms.schedule().next(0, pending));
    }

    /**
     * The service answered for the task.
     *
     * @param sureness what it says beside its answer; null where it says nothing
     */
    void fetched(RecognitionResult answer, Confidence sureness) {
        polls++;
        countCall("fetch", "200");
        confidence = sureness;
        calm();
        terms.accessToken().circuit().closeIfDue();
        switch (answer.taskStatus() == null ? "" : answer.taskStatus()) {
            case "Completed" -> completed(answer);
            case "Error" -> fail(Reason.ERROR, "The service could not read the photo: " + answer.explanation(), null);
            case "NotExist" -> gone();
            // a word that nobody knows yet is no result either: the timeout bounds it
            default -> pending(Duration.between(since, terms.clock().instant()));
        }
    }

    private void pending(Duration elapsed) {
        if (sendings > 0) {
            terms.schedule().pending(pending, elapsed);
        }
        pending = elapsed;
        waitFor(terms.schedule().next(polls, elapsed));
    }

    private void completed(RecognitionResult answer) {
        if (answer.results() == null && "ResultDataLost".equals(answer.responseStatusCode())) {
            fail(Reason.SERVICE, "The service read the photo and lost the result: " + answer.explanation(), null);
            return;
        }
        Double seconds = null;
        if (sendings > 0) {
            // a task of an earlier run was sent who knows how long ago: it teaches nothing
            Duration elapsed = Duration.between(since, terms.clock().instant());
            seconds = elapsed.toMillis() / 1e3;
            terms.schedule().completed(pending, elapsed);
            terms.metrics().observe(Metric.SERVICE_LATENCY, elapsed.toNanos() / 1e9, terms.account());
            terms.metrics().observe(Metric.NOTICING_LAG, elapsed.minus(pending).toNanos() / 1e9, terms.account());
            terms.metrics().observe(Metric.PHOTO_POLLS, polls, terms.account());
        }
        warnings.addAll(answer.notices());
        warnOfACut(answer);
        result = answer;
        books.finished(taskId, new TaskRecord.Finding(answer.results(), confidence, terms.service(), seconds));
    }

    /** A decoder makes do with what there is of a photo: where that is too little for any text, the user should know why. */
    private void warnOfACut(RecognitionResult answer) {
        try {
            if (answer.lacksText() && request.photo().isCutJpeg()) {
                warn("No text was found, and the JPEG ends before its end marker: the rest of it may be missing.");
            }
        } catch (IOException e) {
            LOG.debug("The photo cannot be looked at any more: {}", e.toString());
        }
    }

    /** Unknown to the service, or deleted: sent once more, with the same settings. */
    private void gone() {
        if (sentAgain) {
            fail(Reason.NOT_EXIST, "The service does not know the task, and did not know the one before it either.", null);
            return;
        }
        sentAgain = true;
        warn("The service no longer knew task " + taskId + ", so the photo was sent again.");
        taskId = null;
        polls = 0;
        since = terms.clock().instant();
        waitFor(Duration.ZERO);
    }

    /**
     * The call failed, or the access token for it could not be had.
     *
     * @param token what the call was made with; null where it came to none
     */
    void failed(Throwable thrown, String token) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LabelRecognitionException known) {
                failure = known.withTaskId(taskId);
                return;
            }
        }
        TaskStore.TakenOverException takenOver = ObjectHelper.getException(TaskStore.TakenOverException.class, thrown);
        if (takenOver != null) {
            // the request was never whole, so nobody acts on it
            failure = new LabelRecognitionException(Reason.TAKEN_OVER, takenOver.getMessage(), taskId, takenOver);
            return;
        }
        if (ObjectHelper.getException(Photo.ChangedException.class, thrown) != null) {
            books.notMade();
            books.notTaken(unknownOutcomes);
            failure = new LabelRecognitionException(Reason.CHANGED, CHANGED);
            return;
        }
        CallFailure call = CallFailure.of(thrown);
        countCall(isAwaitingResult() ? "fetch" : "send", call.statusName());
        if (!isAwaitingResult() && call.isNotTaken()) {
            books.notTaken(unknownOutcomes);
        }
        Duration asked = call.retryAfter(terms.clock().instant(), CircuitBreaker.LONGEST);
        switch (call.kind()) {
            case UNAUTHORIZED -> unauthorized(token, call);
            case FORBIDDEN -> stop(Reason.PLAN, "The service forbids the call (" + call.summary()
                    + "): the plan is exhausted or does not cover it.", thrown, asked);
            case NOT_NOW -> patience(call, asked, thrown);
            case NOT_CONNECTED -> {
                books.notMade();
                notConnected(call, thrown);
            }
            case BROKEN_OFF -> brokenOff(call, thrown);
            case REFUSED -> fail(isAwaitingResult() ? Reason.SERVICE : Reason.REFUSED, "The service refuses "
                    + (isAwaitingResult() ? "to be asked for the result" : "the photo") + " (" + call.summary() + ").", thrown);
            case UNKNOWN_OUTCOME -> unknownOutcome(call, thrown);
            case STRANGE -> strange(call, thrown);
        }
    }

    /** Refused early, or expired on the way: a new token, at once the first time. Again and again, it is not the token's fault. */
    private void unauthorized(String token, CallFailure call) {
        if (++refusedTokens > PATIENCE) {
            stop(Reason.CREDENTIALS, "The service refuses the access tokens that it gives (" + call.summary() + ").", null, null);
            return;
        }
        if (token != null) {
            terms.accessToken().refused(token);
        }
        waitFor(refusedTokens == 1 ? Duration.ZERO : backoff(refusedTokens));
    }

    /** The photo was not taken, or the result is still there: only time is lost. */
    private void patience(CallFailure call, Duration asked, Throwable thrown) {
        troubles++;
        Duration pause = asked != null ? asked : backoff(troubles);
        if (!isAwaitingResult() && (troubles > PATIENCE || pause.compareTo(CircuitBreaker.FIRST) > 0)) {
            stop(Reason.UNAVAILABLE, "The service takes no photo for now (" + call.summary() + ").", thrown, asked);
            return;
        }
        waitFor(pause);
    }

    private void notConnected(CallFailure call, Throwable thrown) {
        if (++troubles > PATIENCE && !isAwaitingResult()) {
            stop(Reason.UNAVAILABLE, "The service cannot be reached (" + call.summary() + ").", thrown, null);
            return;
        }
        waitFor(backoff(troubles));
    }

    /** Where it always breaks, it may well be this photo: a proxy that lets nothing so large through, say. Others are not held up. */
    private void brokenOff(CallFailure call, Throwable thrown) {
        if (++troubles > PATIENCE) {
            fail(Reason.SERVICE, "The service took only a part of the photo, again and again (" + call.summary() + ").", thrown);
            return;
        }
        waitFor(backoff(troubles));
    }

    private void unknownOutcome(CallFailure call, Throwable thrown) {
        if (isAwaitingResult()) {
            waitFor(backoff(++troubles));
            return;
        }
        sendings++;
        if (!terms.resendAmbiguous() || ++unknownOutcomes > PATIENCE) {
            fail(Reason.AMBIGUOUS, "The answer was lost (" + call.summary() + "): the photo may or may not have been taken.", thrown);
            return;
        }
        warn("The answer was lost (" + call.summary() + "), so the photo was sent again: it may have been charged twice.");
        waitFor(backoff(unknownOutcomes));
    }

    private void strange(CallFailure call, Throwable thrown) {
        if (!isAwaitingResult() || ++troubles > PATIENCE) {
            fail(Reason.SERVICE, "The service answered what the contract does not know (" + call.summary() + ").", thrown);
            return;
        }
        waitFor(backoff(troubles));
    }

    private void countCall(String kind, String status) {
        terms.metrics().count(Metric.CALLS, terms.account(), kind, status);
    }

    private void stop(Reason reason, String message, Throwable cause, Duration retryAfter) {
        failure = terms.accessToken().circuit()
                .open(new LabelRecognitionException(reason, message, null, cause), retryAfter).withTaskId(taskId);
    }

    private void fail(Reason reason, String message, Throwable cause) {
        failure = new LabelRecognitionException(reason, message, taskId, cause);
        // a crash before the photo is moved must not send it again; whoever moves it back wants it sent anew, or asked for where the task lives
        if (reason == Reason.ERROR || reason == Reason.NOT_EXIST || reason == Reason.AMBIGUOUS
                || reason == Reason.REFUSED || reason == Reason.SERVICE && taskId == null) {
            books.failed(taskId, reason, message);
        }
    }

    private void warn(String warning) {
        warnings.add(warning);
        LOG.warn("{}{}", taskId == null ? "A photo: " : "The photo of task " + taskId + ": ", warning);
    }

    private void calm() {
        troubles = 0;
        refusedTokens = 0;
    }

    private void waitFor(Duration pause) {
        delay = pause;
        Instant then = terms.clock().instant().plus(pause);
        if (then.isAfter(since.plus(terms.timeout()))) {
            if (isAwaitingResult()) {
                fail(Reason.TIMEOUT, "No result within " + terms.timeout().toSeconds() + " s: the task may still end.", null);
            } else if (unknownOutcomes > 0) {
                fail(Reason.AMBIGUOUS, "The answer was lost, and no other came within " + terms.timeout().toSeconds()
                        + " s: the photo may or may not have been taken.", null);
            } else {
                stop(Reason.UNAVAILABLE, "The service took no photo within " + terms.timeout().toSeconds() + " s.", null, null);
            }
        }
    }

    /** Exponential, with full jitter above half: photos that failed together do not come back together. */
    private static Duration backoff(int times) {
        long step = FIRST_BACKOFF.toMillis() << Math.min(times - 1, 10);
        long bounded = Math.min(step, LONGEST_BACKOFF.toMillis());
        return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
    }
}
