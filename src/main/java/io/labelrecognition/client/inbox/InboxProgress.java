package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Printable;
import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
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
    private Metrics metrics = Metrics.NONE;
    private final List<Metrics.Registration> gauges = new ArrayList<>();

    /** When its thread was last heard of; null until then, and while its route is stopped. */
    private volatile Long heard;
    private volatile boolean listing;

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

    /** Where what is measured goes. */
    public void setMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * The inbox is set up.
     *
     * @param taken how many photos are taken up
     */
    void begin(IntSupplier taken) {
        gauges.add(metrics.gauge(Metric.PHOTOS_IN_FLIGHT, taken::getAsInt, inbox));
        gauges.add(metrics.gauge(Metric.PHOTOS_WAITING, this::waiting, inbox));
    }

    /** The route has gone. Called by Camel, as the bean's destroy method. */
    public void stop() {
        gauges.forEach(Metrics.Registration::remove);
        gauges.clear();
    }

    /** The inbox's folder, as it is shown. */
    public String name() {
        return inbox;
    }

    /** The thread that looks into the inbox is at work: it begins a listing, or goes on with one. */
    void isAlive(boolean isListing) {
        listing = isListing;
        heard = nanos.getAsLong();
    }

    /** There is no such thread any more: the route is stopped. */
    void isGone() {
        heard = null;
    }

    /** How long ago that was; null where there is no such thread yet, or none any more. */
    public Duration silence() {
        Long then = heard;
        return then == null ? null : Duration.ofNanos(nanos.getAsLong() - then);
    }

    /** Whether it was in the middle of a listing then: the file system may take its time over that. */
    public boolean isListing() {
        return listing;
    }

    /** How many photos lay in the inbox at the last look that were not taken up. */
    public synchronized int waiting() {
        return waiting;
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

    void read() {
        metrics.count(Metric.PHOTOS, inbox, "read");
        synchronized (this) {
            read++;
        }
    }

    void failed() {
        metrics.count(Metric.PHOTOS, inbox, "failed");
        synchronized (this) {
            failed++;
        }
    }

    void stayed() {
        metrics.count(Metric.PHOTOS, inbox, "stayed");
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
            inFlight = 0;
            waiting = 0;
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
