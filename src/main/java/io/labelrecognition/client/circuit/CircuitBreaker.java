package io.labelrecognition.client.circuit;

import io.labelrecognition.client.Circuit;
import io.labelrecognition.client.LabelRecognitionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit to one service with one pair of credentials: closed as a rule, open while no photo can succeed.
 *
 * <p>It closes by itself: each time in a row it stays open for longer than the time before, from {@link #FIRST} to {@link #LONGEST},
 * unless the service says how long to wait. The first call after that decides whether all is well again; the others wait for it. Where other
 * processes use the same account, they may share what has opened it, and one of them all tries. Threads may share a breaker.
 */
public final class CircuitBreaker implements Circuit {
    public static final Duration FIRST = Duration.ofSeconds(30);
    public static final Duration LONGEST = Duration.ofMinutes(10);
    /** A service that refuses and says "again at once" is not taken at its word. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What the service asks for. Others would hear of less when it is over. */
    private static final Duration WORTH_SHARING = Duration.ofSeconds(10);
    /** A try that nothing was heard of is over by then. */
    private static final Duration LONGEST_TRY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final CircuitBreakers.Kind kind;
    private final String name;
    private final Clock clock;

    // guarded by this
    private LabelRecognitionException why;
    private Instant until = Instant.MIN;
    private int openings;
    /** Who tries whether all is well again; null while nobody does. */
    private Object tester;
    private Instant testedUntil = Instant.MIN;
    /** Who else has this circuit; null where nobody. */
    private Sharing sharing;
    /** Whether it is for the others to say, too, when it is tried again. */
    private boolean isShared;
    private boolean isGranted;
    /** Whether somebody here has met it since it opened: who has nothing to send need not try. */
    private boolean isWanted;

    /** Other processes that have the same circuit. What they are told they are told later, by threads of their own. */
    public interface Sharing {
        /** What no process should try before this one, or another, has found that it is over. */
        void opened(LabelRecognitionException trouble, Duration pause);

        void closed();
    }

    CircuitBreaker(CircuitBreakers.Kind kind, String name, Clock clock) {
        this.kind = kind;
        this.name = name;
        this.clock = clock;
    }

    /**
     * Opens the circuit. Where it is open already, nothing changes: a hundred photos that meet the same trouble open it once.
     *
     * @param retryAfter what the service asks for; null leaves it to the breaker
     * @return what stands in the way, with the circuit that it opened
     */
    public synchronized LabelRecognitionException open(LabelRecognitionException trouble, Duration retryAfter) {
        if (!isStopped()) {
            Duration pause = retryAfter == null ? pause(trouble) : retryAfter.compareTo(SHORTEST) > 0 ? retryAfter : SHORTEST;
            openings++;
            until = clock.instant().plus(pause);
            boolean news = why == null || why.getReason() != trouble.getReason();
            why = trouble.opening(this);
            tester = null;
            isGranted = false;
            isWanted = true;
            isShared = sharing != null && (retryAfter != null && retryAfter.compareTo(WORTH_SHARING) >= 0 || trouble.getReason() == LabelRecognitionException.Reason.CREDENTIALS
                    || trouble.getReason() == LabelRecognitionException.Reason.PLAN);
            if (isShared) {
                sharing.opened(trouble, pause);
            }
            if (news) {
                LOG.warn("{}: {}{} No photo is sent meanwhile; the next try is in {} s.", name, trouble.getMessage(),
                        trouble.getMessage().endsWith(".") ? "" : ".", pause.toSeconds());
            } else {
                LOG.info("{}: still stopped ({}); the next try is in {} s.", name, trouble.getReason(), pause.toSeconds());
            }
        }
        return why;
    }

    private Duration pause(LabelRecognitionException trouble) {
        Duration first = trouble.getReason() == LabelRecognitionException.Reason.UNAVAILABLE ? Duration.ofSeconds(2) : FIRST;
        return pause(first, openings);
    }

    /** Twice as long each time, up to {@link #LONGEST}. */
    public static Duration pause(Duration first, int times) {
        Duration longer = first.multipliedBy(1L << Math.min(times, 10));
        return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }

    /** A call succeeded: whatever stood in the way is gone. */
    public synchronized void close() {
        if (why != null) {
            LOG.info("{}: working again", name);
            if (isShared) {
                sharing.closed();
            }
        }
        why = null;
        until = Instant.MIN;
        openings = 0;
        tester = null;
        isShared = false;
        isWanted = false;
    }

    /** From now on it is one with that of other processes. */
    public synchronized void share(Sharing others) {
        this.sharing = others;
    }

    /** Another process has found that no photo can succeed. */
    public synchronized void openedElsewhere(LabelRecognitionException trouble) {
        if (why == null) {
            LOG.warn("{}: {} Another node has found so: no photo is sent meanwhile.", name, trouble.getMessage());
        }
        if (!isShared || isGranted) {
            why = trouble.opening(this);
        }
        isShared = true;
        isGranted = false;
    }

    /** Whether somebody here would try it. */
    public synchronized boolean isWanted() {
        return isWanted;
    }

    /** Of all processes, this is the one that may try again. */
    public synchronized void grant() {
        isGranted = true;
    }

    /** @return whether nobody has tried since it was granted: then nobody here may any more, before it is granted again */
    public synchronized boolean giveUp() {
        boolean isUnused = isGranted && tester == null;
        isGranted &= !isUnused;
        return isUnused;
    }

    /** Another process has found that all is well again. */
    public synchronized void closedElsewhere() {
        if (isShared) {
            isShared = false;
            close();
        }
    }

    /**
     * Whether a call may be made that tells whether all is well: one at a time, where something stood in the way.
     *
     * @param who makes it: whoever was let through may come again
     * @return what stands in the way; null where nothing does
     */
    public synchronized LabelRecognitionException admit(Object who) {
        if (why == null) {
            return null;
        }
        if (isStopped() || isBeingTested() && tester != who) {
            isWanted = true;
            return why;
        }
        tester = who;
        testedUntil = clock.instant().plus(LONGEST_TRY);
        return null;
    }

    private boolean isBeingTested() {
        return tester != null && clock.instant().isBefore(testedUntil);
    }

    private boolean isStopped() {
        return isShared ? !isGranted : clock.instant().isBefore(until);
    }

    /** A call succeeded that says little of the next sending: a circuit that is still open stays so. */
    public synchronized void closeIfDue() {
        if (!isStopped() && !isBeingTested()) {
            close();
        }
    }

    /** What it leads to. */
    public CircuitBreakers.Kind kind() {
        return kind;
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** What stood in the way when it was last tried; null once a call has succeeded. */
    public synchronized LabelRecognitionException lastTrouble() {
        return why;
    }

    @Override
    public synchronized boolean isOpen() {
        return isStopped() || isBeingTested();
    }

    /** The same, for somebody who would send something. */
    public synchronized LabelRecognitionException refusal() {
        LabelRecognitionException trouble = trouble();
        isWanted |= trouble != null;
        return trouble;
    }

    /** What stands in the way; null while the circuit is closed, or due to be tried again. */
    public synchronized LabelRecognitionException trouble() {
        return isStopped() ? why : null;
    }
}
