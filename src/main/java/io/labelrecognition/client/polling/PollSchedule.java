package io.labelrecognition.client.polling;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * When to ask for a result: how long to wait before each GET. It learns the service's latency from the answers, and plans the GETs of a
 * photo for the least expected cost: what the result waits for the GET that finds it, as a part of the mean latency, plus a weight for
 * each GET.
 *
 * <p>Never more often than every 100 ms, never a silence longer than 30 s, and never in step with the other photos: each GET comes up to
 * a tenth later than planned. Not earlier: where all photos take the same time, half of them would be asked for a moment too soon.
 *
 * <p>Threads may share a schedule; all photos that go to one service should.
 */
public final class PollSchedule {
    /** What a GET costs. */
    public enum Mode {
        /** Few GETs: one costs as much as a wait of the mean latency. */
        FRUGAL(1),
        BALANCED(0.25),
        /** Little waiting. */
        PROMPT(0.0625);

        private final double weight;

        Mode(double weight) {
            this.weight = weight;
        }

        /** @throws IllegalArgumentException if there is no such mode */
        public static Mode parse(String name) {
            return switch (name.trim().toLowerCase(Locale.ROOT)) {
                case "frugal" -> FRUGAL;
                case "balanced" -> BALANCED;
                case "prompt" -> PROMPT;
                default -> throw new IllegalArgumentException("poll is " + name + ": it takes frugal, balanced or prompt");
            };
        }
    }

    /** Never more often than this. */
    static final Duration SHORTEST = Duration.ofMillis(100);
    /** Never a longer silence than this. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** The median latency to expect of a service until it has said, or shown, its own. */
    private static final Duration USUAL = Duration.ofSeconds(2);

    private static final double JITTER = 0.1;
    /** Seconds by which a GET comes later at most that is due soon after another, however long ago the photo was sent. */
    private static final double MOMENT = 0.2;
    // what may be planned, so that the jitter stays within the bounds
    private static final double LEAST = LatencyModel.seconds(SHORTEST);
    private static final double MOST = LatencyModel.seconds(LONGEST) / (1 + JITTER);
    /** A plan holds until a figure of the gist that it was made for has moved by this part: making one takes 0.1 ms. */
    private static final double STALE = 0.1;

    private final Mode mode;

    // guarded by this
    private final RandomGenerator random;
    private LatencyModel latency;
    private Duration expected;
    private boolean learnt;
    /** For each point of the model's grid, when to ask next if the task is pending then; seconds since the photo was sent. */
    private final double[] plan = new double[LatencyModel.POINTS];
    /** The gist of the belief that it was made from. */
    private double[] planned;

    /** @param expected the median latency to expect until the service has shown its own */
    PollSchedule(Mode mode, Duration expected, RandomGenerator random) {
        this.mode = mode;
        this.expected = expected;
        this.latency = new LatencyModel(expected);
        this.random = random;
        plan();
    }

    /** A schedule for the photos that go to one service. */
    public static PollSchedule of(Mode mode) {
        return new PollSchedule(mode, USUAL, new SplittableRandom());
    }

    /** What the service says of its median latency, 100 ms to 30 s; counts for as long as no photo has shown it. */
    public synchronized void expect(Duration said) {
        boolean sane = said.compareTo(SHORTEST) >= 0 && said.compareTo(LONGEST) <= 0;
        if (sane && !learnt && !said.equals(expected)) {
            expected = said;
            latency = new LatencyModel(said);
            plan();
        }
    }

    /**
     * How long to wait before the next GET.
     *
     * @param polls   how many GETs have found this photo's task pending
     * @param elapsed since the photo was sent
     */
    public synchronized Duration next(int polls, Duration elapsed) {
        if (moved() > STALE) {
            plan();
        }
        double now = Math.max(LatencyModel.seconds(elapsed), 0);
        double wait = polls == 0 ? plan[0] - now : after(now) - now;
        wait = Math.min(Math.max(wait, LEAST), MOST);
        double jitter = Math.min(JITTER * (now + wait), Math.max(JITTER * wait, MOMENT));
        double jittered = wait + jitter * random.nextDouble();
        return Duration.ofNanos((long) (jittered * 1e9));
    }

    /**
     * A GET has found the task pending.
     *
     * @param before elapsed at the GET before, which found it pending too; 0 for the first
     * @param at     elapsed at this GET; both since the photo was sent
     */
    public synchronized void pending(Duration before, Duration at) {
        latency.survived(LatencyModel.seconds(before), LatencyModel.seconds(at));
    }

    /**
     * A GET has found the result.
     *
     * @param before elapsed at the last GET that found the task pending; 0 where none did
     * @param at     elapsed at this GET; both since the photo was sent
     */
    public synchronized void completed(Duration before, Duration at) {
        learnt = true;
        latency.ended(LatencyModel.seconds(before), LatencyModel.seconds(at));
    }

    private double moved() {
        double[] gist = latency.gist();
        double moved = 0;
        for (int i = 0; i < gist.length; i++) {
            moved = Math.max(moved, Math.abs(gist[i] - planned[i]));
        }
        return moved;
    }

    /** When to ask a task that is pending now; between two points of the grid, between what is planned for them. */
    private double after(double now) {
        int point = LatencyModel.pointBefore(now);
        if (point >= plan.length - 1) {
            return now + MOST;
        }
        double start = LatencyModel.time(point);
        double part = (now - start) / (LatencyModel.time(point + 1) - start);
        return plan[point] + part * (plan[point + 1] - plan[point]);
    }

    /**
     * Dynamic programming from the end: the cost still to come at a point, over all photos that are pending then, is the least over
     * the next GET's point of the waiting until then, the GET, and the cost still to come there.
     */
    private void plan() {
        int points = plan.length;
        double[] pending = new double[points];
        double[] ended = new double[points];
        latency.look(pending, ended);
        planned = latency.gist();
        double[] area = new double[points];
        for (int point = 1; point < points; point++) {
            area[point] = area[point - 1]
                    + (ended[point - 1] + ended[point]) / 2 * (LatencyModel.time(point) - LatencyModel.time(point - 1));
        }
        double[] toCome = new double[points];
        for (int now = points - 1; now >= 0; now--) {
            double start = LatencyModel.time(now);
            plan[now] = start + MOST;
            double least = Double.POSITIVE_INFINITY;
            for (int next = now + 1; next < points && LatencyModel.time(next) <= start + MOST; next++) {
                double wait = LatencyModel.time(next) - start;
                if (wait >= LEAST) {
                    double cost = area[next] - area[now] - wait * ended[now] + mode.weight * pending[now] + toCome[next];
                    if (cost < least) {
                        least = cost;
                        plan[now] = start + wait;
                    }
                }
            }
            toCome[now] = least < Double.POSITIVE_INFINITY ? least : mode.weight * pending[now];
        }
    }
}
