package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Printable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far an inbox is with its photos. While there is work for long it says so in the log, and when that is through; of what is soon done it says
 * nothing. Threads may share it.
 */
public final class InboxProgress {
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");
    private static final long BETWEEN_LINES = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanos;

    // set once, before the first photo
    private String inbox;

    // guarded by this
    private boolean working;
    private long began;
    private long said;
    private long read;
    private long failed;
    private int inFlight;
    private int waiting;
    private boolean moreWaiting;

    public InboxProgress() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that never jumps */
    InboxProgress(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.inbox = Printable.of(folders.inbox());
    }

    /**
     * What there is to say of work that goes on.
     *
     * @param read        photos since it began
     * @param failed      the same
     * @param inFlight    photos that are taken up
     * @param waiting     photos that are not yet
     * @param moreWaiting whether there may be more than that
     * @param time        since it began
     */
    public record State(long read, long failed, int inFlight, int waiting, boolean moreWaiting, Duration time) {

        /** In words. */
        @Override
        public String toString() {
            double rate = (read + failed) / Math.max(1e-3, time.toNanos() / 1e9);
            String left = read + failed == 0 || moreWaiting ? "" : ", " + words(Duration.ofSeconds(Math.round((inFlight + waiting) / rate))) + " left";
            return String.format(Locale.ROOT, "%,d read, %,d failed, %,d in flight, %,d%s waiting; %s a second%s", read, failed, inFlight, waiting,
                    moreWaiting ? " or more" : "", String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate), left);
        }
    }

    /** Null while there is nothing to do. */
    public synchronized State state() {
        return working ? new State(read, failed, inFlight, waiting, moreWaiting, Duration.ofNanos(nanos.getAsLong() - began)) : null;
    }

    synchronized void read() {
        read++;
    }

    synchronized void failed() {
        failed++;
    }

    /**
     * The inbox has been looked into.
     *
     * @param taken photos that are taken up
     * @param rest  photos that are not yet
     * @param more  whether there may be more of these
     */
    synchronized void looked(int taken, int rest, boolean more) {
        long now = nanos.getAsLong();
        if (taken + rest == 0) {
            if (working && now - began >= BETWEEN_LINES) {
                LOG.info("{}: all {} photos are through, {} of them failed, in {}", inbox, read + failed, failed, words(Duration.ofNanos(now - began)));
            }
            working = false;
            read = 0;
            failed = 0;
            return;
        }
        if (!working) {
            working = true;
            began = now;
            said = now;
        }
        inFlight = taken;
        waiting = rest;
        moreWaiting = more;
        if (now - said >= BETWEEN_LINES) {
            said = now;
            LOG.info("{}: {}", inbox, state());
        }
    }

    private static String words(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 0 ? time.toMinutes() + " min " + time.toSecondsPart() + " s" : Math.max(1, time.toSeconds()) + " s";
    }
}
