package io.labelrecognition.client.database;

import java.time.Clock;
import java.time.Duration;

/**
 * That this process is alive, as the others see it: a number that is never used again, for as long as the database is told in time. One that
 * has lapsed is never revived. Threads may share it.
 */
final class Lease {
    private final long node;
    private final long length;
    private final Clock clock;
    private volatile boolean ended;
    // as they were before the database was told
    private volatile long nanos;
    private volatile long millis;

    /**
     * @param node   the number
     * @param clock  a second one beside that of the JVM, which may stand still while the machine sleeps
     * @param before what {@link System#nanoTime} said before it was asked for
     */
    Lease(long node, Duration length, Clock clock, long before, long millisBefore) {
        this.node = node;
        this.length = length.toNanos();
        this.clock = clock;
        this.nanos = before;
        this.millis = millisBefore;
    }

    long node() {
        return node;
    }

    /** The database was told. */
    void renewed(long before, long millisBefore) {
        nanos = before;
        millis = millisBefore;
    }

    void end() {
        ended = true;
    }

    /** Never true when others may think otherwise, unless the process stands still right after it was asked. */
    boolean isAlive() {
        return !ended && left() > 0;
    }

    /** Nanoseconds, by the clock that has gone further. */
    long left() {
        long byWall = Duration.ofMillis(clock.millis() - millis).toNanos();
        return length - Math.max(System.nanoTime() - nanos, byWall);
    }
}
