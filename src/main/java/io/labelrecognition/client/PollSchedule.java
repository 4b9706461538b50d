package io.labelrecognition.client;

import java.time.Duration;

/**
 * When to ask for a result: how long to wait before each GET.
 *
 * <p>Threads may share a schedule.
 */
public final class PollSchedule {
    /** Never more often than this. */
    static final Duration SHORTEST = Duration.ofMillis(100);
    /** Never a longer silence than this. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * How long to wait before the next GET.
     *
     * @param polls how many GETs this photo has had: 0 after it was sent
     */
    public Duration next(int polls) {
        Duration next = Duration.ofMillis((long) (300 * Math.pow(1.5, polls)));
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    /**
     * A result has come.
     *
     * @param latency from the moment that the photo was sent
     */
    public void completed(Duration latency) {
    }
}
