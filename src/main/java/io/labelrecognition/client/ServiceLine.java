package io.labelrecognition.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to one service with one pair of credentials: open as a rule, stopped while no photo can succeed.
 *
 * <p>A stop ends by itself: each in a row is longer than the one before, from {@link #FIRST} to {@link #LONGEST}, unless the service
 * says how long to wait. The first call after it decides whether the line is open again. Threads may share a line.
 */
public final class ServiceLine {
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(10);
    /** A service that refuses and says "again at once" is not taken at its word. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLine.class);

    private final String name;
    private final Clock clock;

    // guarded by this
    private LabelRecognitionException why;
    private Instant until = Instant.MIN;
    private int stops;

    public ServiceLine(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /**
     * Stops the line. Where it is stopped already, nothing changes: a hundred photos that meet the same trouble are one stop.
     *
     * @param retryAfter what the service asks for; null leaves it to the line
     * @return what stands in the way, with when the line goes on
     */
    public synchronized LabelRecognitionException stop(LabelRecognitionException trouble, Duration retryAfter) {
        if (!isStopped()) {
            Duration pause = retryAfter == null ? pause(trouble) : retryAfter.compareTo(SHORTEST) > 0 ? retryAfter : SHORTEST;
            stops++;
            until = clock.instant().plus(pause);
            boolean news = why == null || why.getReason() != trouble.getReason();
            why = trouble.of(this);
            if (news) {
                LOG.warn("{}: {} No photo is sent meanwhile; the next try is in {} s.", name, trouble.getMessage(), pause.toSeconds());
            } else {
                LOG.info("{}: still stopped ({}); the next try is in {} s.", name, trouble.getReason(), pause.toSeconds());
            }
        }
        return why;
    }

    private Duration pause(LabelRecognitionException trouble) {
        Duration first = trouble.getReason() == LabelRecognitionException.Reason.UNAVAILABLE ? Duration.ofSeconds(2) : FIRST;
        return pause(first, stops);
    }

    /** Twice as long each time, up to {@link #LONGEST}. */
    static Duration pause(Duration first, int times) {
        Duration longer = first.multipliedBy(1L << Math.min(times, 10));
        return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }

    /** A call succeeded: whatever stood in the way is gone. */
    public synchronized void open() {
        if (why != null) {
            LOG.info("{}: working again", name);
        }
        why = null;
        until = Instant.MIN;
        stops = 0;
    }

    /** A call succeeded that says little of the next sending: a stop that is not over stays. */
    public synchronized void openIfDue() {
        if (!isStopped()) {
            open();
        }
    }

    /** What it is called in messages. */
    String name() {
        return name;
    }

    /** What stood in the way when it was last tried; null once a call has succeeded. */
    synchronized LabelRecognitionException lastTrouble() {
        return why;
    }

    public synchronized boolean isStopped() {
        return clock.instant().isBefore(until);
    }

    /** What stands in the way; null while the line is open, or due to be tried again. */
    public synchronized LabelRecognitionException trouble() {
        return isStopped() ? why : null;
    }
}
