package io.labelrecognition.client.polling;

import java.time.Duration;
import java.util.Arrays;

/**
 * What is believed about a service's latency, from nothing but when it was asked and what it answered.
 *
 * <p>A belief is a weight for each of some eight hundred log-normal distributions. Every GET is one observation, given that the task was
 * pending at the GET before: it was still pending, or it had ended in between. Photos in flight thus count for what they are known to
 * have lived through, and a service that has become slower shows before the first slow photo has ended.
 *
 * <p>A service may change at any photo: each that ends gives a small share of the weight back to the prior (the fixed share of Herbster
 * and Warmuth, "Tracking the best expert", 1998), so a handful of surprises is enough to believe in the change, while a service that
 * does not change is learnt ever more exactly. A part of each distribution is spread over all latencies, so that one photo that never
 * ends teaches nothing about the others.
 *
 * <p>Times are seconds. Distributions are tabulated on a geometric grid of times, and their medians stand on the same grid, so a table
 * a spread serves all of them. Threads do not share a model.
 */
final class LatencyModel {
    /** The grid: 0, then 0.1 s and on by 4 % a point to seven minutes. */
    static final int POINTS = 212;
    private static final double FIRST = 0.1;
    private static final double STEP = 0.04;

    /** Medians from 40 ms on, in steps of 8 %. */
    private static final int LOWEST = -24;
    private static final int STRIDE = 2;
    private static final int MEDIANS = 117;
    private static final int HIGHEST = LOWEST + STRIDE * MEDIANS;
    /** The standard deviation of the logarithm: a queue on one's own machine may be near the first, a crowded service near the last. */
    private static final double[] SPREADS = {0.03, 0.06, 0.12, 0.25, 0.5, 1, 2};
    private static final int HYPOTHESES = SPREADS.length * MEDIANS;

    private static final double PRIOR_SPREAD = 1.0;
    /** The part of each distribution that is spread over all latencies, and how widely. */
    private static final double STRAY = 0.02;
    private static final double STRAY_SPREAD = 2.5;
    /** The share of the weight that goes back to the prior with each photo: one in so many may be the first of a changed service. */
    private static final double SHARE = 0.0001;

    /** The farthest that a time can be from a median, in grid steps. */
    private static final int FARTHEST = POINTS - 2 * LOWEST + 2;
    private static final double[][] BELOW = tables();
    private static final double[] TIMES = times();
    private static final double[] PACES = paces();

    private final double[] prior;
    private final int expected;
    private final double[] weights;
    private boolean anyEnded;
    private int witnesses;

    /** @param expected the median latency to expect before anything is known */
    LatencyModel(Duration expected) {
        this.expected = (int) Math.round(Math.log(seconds(expected) / FIRST) / STEP);
        prior = new double[HYPOTHESES];
        double sum = 0;
        for (int h = 0; h < HYPOTHESES; h++) {
            double away = (median(h) - this.expected) * STEP / PRIOR_SPREAD;
            sum += prior[h] = Math.exp(-away * away / 2);
        }
        for (int h = 0; h < HYPOTHESES; h++) {
            prior[h] /= sum;
        }
        weights = prior.clone();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The time of a grid point: the first is 0. */
    static double time(int point) {
        return TIMES[point];
    }

    /** The last grid point that is not after the time. */
    static int pointBefore(double seconds) {
        return seconds < FIRST ? 0 : Math.min(1 + (int) (Math.log(seconds / FIRST) / STEP), POINTS - 1);
    }

    /** A task that was pending at {@code from} was pending at {@code to}. */
    void survived(double from, double to) {
        // until one has ended, photos in flight are ever less believed: sent together, they wait for the same thing, and a thousand of
        // them taken for independent put off the GETs so far that a service of 2 s is found out after 4
        observe(from, to, false, anyEnded ? 1 : 1.0 / ++witnesses);
    }

    /** A task that was pending at {@code from} had ended at {@code to}. */
    void ended(double from, double to) {
        anyEnded = true;
        observe(from, to, true, 1);
    }

    private void observe(double from, double to, boolean ended, double belief) {
        double a = position(from);
        double b = Math.max(position(to), a);
        double strayA = STRAY * stray(a);
        double strayB = STRAY * stray(b);
        int wholeA = (int) Math.floor(a);
        int wholeB = (int) Math.floor(b);
        double sum = 0;
        int h = 0;
        for (int s = 0; s < SPREADS.length; s++) {
            for (int median = LOWEST; median < HIGHEST; median += STRIDE) {
                double pendingA = 1 - (1 - STRAY) * below(BELOW[s], wholeA - median, a - wholeA) - strayA;
                double pendingB = 1 - (1 - STRAY) * below(BELOW[s], wholeB - median, b - wholeB) - strayB;
                double likelihood = (ended ? pendingA - pendingB : pendingB) / pendingA;
                // not 0, which would be for ever
                sum += weights[h++] *= belief == 1 ? likelihood + 1e-9 : Math.pow(likelihood + 1e-9, belief);
            }
        }
        double share = ended ? SHARE : 0;
        double kept = (1 - share) / sum;
        for (h = 0; h < HYPOTHESES; h++) {
            weights[h] = kept * weights[h] + share * prior[h];
        }
    }

    /**
     * What a plan depends on most: the believed median in its natural logarithm, the spread of the logarithm, and the logarithm of the
     * mean of one over the median, to which a slight belief in a much faster service contributes most.
     */
    double[] gist() {
        double median = 0;
        double spread = 0;
        double pace = 0;
        for (int h = 0; h < HYPOTHESES; h++) {
            median += weights[h] * median(h);
            spread += weights[h] * SPREADS[h / MEDIANS];
            pace += weights[h] * PACES[h % MEDIANS];
        }
        return new double[] {median * STEP, spread, Math.log(pace)};
    }

    /**
     * The belief as it stands, at each point of the grid.
     *
     * @param pending [POINTS] filled with the probability that a task is pending then
     * @param ended   [POINTS] filled with the probability that it has ended, each distribution's divided by its mean: the integral of
     *                this over the time from {@code a} to {@code b}, less what stood at {@code a}, is the expected wait for the GET at
     *                {@code b} of a task that ends in between, as a part of the mean latency
     */
    void look(double[] pending, double[] ended) {
        double[] below = new double[POINTS];
        Arrays.fill(ended, 0);
        double perMean = 0;
        for (int h = 0; h < HYPOTHESES; h++) {
            double[] table = BELOW[h / MEDIANS];
            double spread = SPREADS[h / MEDIANS];
            double weight = weights[h];
            double relative = weight / (FIRST * Math.exp(STEP * median(h) + spread * spread / 2));
            perMean += relative;
            int offset = FARTHEST - median(h) - 1;
            for (int point = 1; point < POINTS; point++) {
                below[point] += weight * table[offset + point];
                ended[point] += relative * table[offset + point];
            }
        }
        pending[0] = 1;
        for (int point = 1; point < POINTS; point++) {
            double stray = STRAY * stray(point - 1);
            pending[point] = 1 - (1 - STRAY) * below[point] - stray;
            ended[point] = (1 - STRAY) * ended[point] + stray * perMean;
        }
    }

    private static int median(int hypothesis) {
        return LOWEST + STRIDE * (hypothesis % MEDIANS);
    }

    /** Where a time stands on the grid, in steps from its first time: from 15 ms, which stands for 0 too, to its end. */
    private static double position(double seconds) {
        return Math.min(Math.max(Math.log(Math.max(seconds, 0) / FIRST) / STEP, 2 * LOWEST), POINTS);
    }

    private double stray(double position) {
        int whole = (int) Math.floor(position);
        return below(BELOW[SPREADS.length], whole - expected, position - whole);
    }

    private static double below(double[] table, int whole, double part) {
        double below = table[whole + FARTHEST];
        return below + part * (table[whole + FARTHEST + 1] - below);
    }

    private static double[] paces() {
        double[] paces = new double[MEDIANS];
        for (int median = 0; median < MEDIANS; median++) {
            paces[median] = Math.exp(-STEP * median(median)) / FIRST;
        }
        return paces;
    }

    private static double[] times() {
        double[] times = new double[POINTS];
        for (int point = 1; point < POINTS; point++) {
            times[point] = FIRST * Math.exp(STEP * (point - 1));
        }
        return times;
    }

    /** The probability of a latency below the median times the step to the power of the index less {@link #FARTHEST}. */
    private static double[][] tables() {
        double[][] tables = new double[SPREADS.length + 1][2 * FARTHEST + 1];
        for (int s = 0; s < tables.length; s++) {
            double spread = s < SPREADS.length ? SPREADS[s] : STRAY_SPREAD;
            double sum = 0;
            // the normal density, integrated by the midpoint rule in steps of a sixteenth
            for (int i = 0; i < tables[s].length; i++) {
                tables[s][i] = sum;
                for (int part = 0; part < 16; part++) {
                    double z = (i - FARTHEST + (part + 0.5) / 16) * STEP / spread;
                    sum += Math.exp(-z * z / 2);
                }
            }
            for (int i = 0; i < tables[s].length; i++) {
                tables[s][i] /= sum;
            }
        }
        return tables;
    }
}
