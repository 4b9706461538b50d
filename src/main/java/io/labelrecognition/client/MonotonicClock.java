package io.labelrecognition.client;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that nobody sets: it starts with the system's time and then counts what passes, whatever becomes of that. For what is measured,
 * such as how long a photo has been in flight; not for dates that somebody reads, or that another process compares. Threads may share it.
 */
public final class MonotonicClock extends Clock {
    private final Instant start = Instant.now();
    private final long nanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** UTC as ever: what is measured has no zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
