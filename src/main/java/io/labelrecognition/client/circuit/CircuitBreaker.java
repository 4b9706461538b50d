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
 * unless the service says how long to wait. The first call after that decides whether all is well again. Threads may share a breaker.
 */
public final class CircuitBreaker implements Circuit {
    public static final Duration FIRST = Duration.ofSeconds(30);
    public static final Duration LONGEST = Duration.ofMinutes(10);
    /** A service that refuses and says "again at once" is not taken at its word. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final CircuitBreakers.Kind kind;
    private final String name;
    private final Clock clock;

    // guarded by this
    private LabelRecognitionException why;
    private Instant until = Instant.MIN;
    private int openings;

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
        if (!isOpen()) {
            Duration pause = retryAfter == null ? pause(trouble) : retryAfter.compareTo(SHORTEST) > 0 ? retryAfter : SHORTEST;
            openings++;
            until = clock.instant().plus(pause);
            boolean news = why == null || why.getReason() != trouble.getReason();
            why = trouble.opening(this);
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
        }
        why = null;
        until = Instant.MIN;
        openings = 0;
    }

    /** A call succeeded that says little of the next sending: a circuit that is still open stays so. */
    public synchronized void closeIfDue() {
        if (!isOpen()) {
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
        return clock.instant().isBefore(until);
    }

    /** What stands in the way; null while the circuit is closed, or due to be tried again. */
    public synchronized LabelRecognitionException trouble() {
        return isOpen() ? why : null;
    }
}
