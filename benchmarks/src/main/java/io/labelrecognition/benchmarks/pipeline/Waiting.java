package io.labelrecognition.benchmarks.pipeline;

import io.labelrecognition.client.polling.PollSchedule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * Ways to wait for a result, on a simulated clock: what the results wait, as a part of the mean latency, and a quarter for each GET. Of
 * photos that the service takes log-normal times for (sigma 0.5), 64 in flight, from the hundredth on.
 */
final class Waiting {
    private static final double SIGMA = 0.5;
    private static final int IN_FLIGHT = 64;
    private static final int LEARNT = 100;

    /** When to ask, and what is learnt of the answer. Times are seconds since the photo was sent. */
    private interface Way {
        double next(int polls, double elapsed);

        default void learn(double before, double at, boolean ended) {
        }
    }

    private record Get(int photo, double at) {
    }

    private Waiting() {
    }

    static void schedule(Results results, int photos) {
        results.title("When to ask, simulated: " + photos + " photos, log-normal latencies (sigma 0.5), 64 in flight",
                "| median s | learning schedule | quantiles of the last 200 | every 2 s | 1 s x 1.5 |");
        for (double[] medians : new double[][]{{0.3, 0.3}, {2, 2}, {15, 15}, {2, 6}}) {
            String name = medians[0] == medians[1] ? String.format(Locale.ROOT, "%.1f", medians[0])
                    : String.format(Locale.ROOT, "%.1f, then %.1f", medians[0], medians[1]);
            compare(results, name, photos, photo -> medians[photo < photos / 2 ? 0 : 1]);
        }
        compare(results, "2.0 or 10.0 by turns", photos, photo -> photo % 2 == 0 ? 2 : 10);
    }

    private static void compare(Results results, String name, int photos, IntToDoubleFunction median) {
        double learning = cost(learning(), photos, median);
        double quantiles = cost(new Quantiles(), photos, median);
        double fixed = cost((polls, elapsed) -> 2, photos, median);
        double backoff = cost((polls, elapsed) -> Math.min(Math.pow(1.5, polls), 30), photos, median);
        results.row(name, learning, quantiles, fixed, backoff);
        results.ratio("cost of waiting, median " + name + " s", learning, "quantiles", quantiles, 0);
        results.ratio("cost of waiting, median " + name + " s", learning, "every 2 s", fixed, 0);
        results.ratio("cost of waiting, median " + name + " s", learning, "1 s x 1.5", backoff, 0);
    }

    /**
     * The simplest that learns: the last 200 latencies, sorted. The first GET comes at a quantile of them, each after it at the same
     * quantile of those that are longer than the photo has waited; where there are none, after a part of the time waited. A latency lies
     * between two GETs: where, is drawn. The quantile and the part are those that do best here of a grid from
     * 0.35 to 0.75 and from 0.15 to 0.5.
     */
    private static final class Quantiles implements Way {
        private static final int KEPT = 200;
        private static final double QUANTILE = 0.47;
        private static final double PART = 0.15;

        private final Random random = new Random(3);
        private final Deque<Double> ring = new ArrayDeque<>();
        private double[] sorted = {2};

        @Override
        public double next(int polls, double elapsed) {
            int longer = 0;
            while (longer < sorted.length && sorted[longer] <= elapsed + 0.05) {
                longer++;
            }
            double wait = longer == sorted.length ? PART * Math.max(elapsed, 0.25)
                    : sorted[longer + (int) (QUANTILE * (sorted.length - longer))] - elapsed;
            return Math.min(Math.max(wait, 0.1), 27) * (1 + 0.1 * random.nextDouble());
        }

        @Override
        public void learn(double before, double at, boolean ended) {
            if (ended) {
                ring.add(before + (at - before) * random.nextDouble());
                if (ring.size() > KEPT) {
                    ring.remove();
                }
                sorted = ring.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            }
        }
    }

    private static Way learning() {
        PollSchedule schedule = PollSchedule.of(PollSchedule.Mode.BALANCED);
        return new Way() {
            @Override
            public double next(int polls, double elapsed) {
                return schedule.next(polls, duration(elapsed)).toNanos() / 1e9;
            }

            @Override
            public void learn(double before, double at, boolean ended) {
                if (ended) {
                    schedule.completed(duration(before), duration(at));
                } else {
                    schedule.pending(duration(before), duration(at));
                }
            }
        };
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static double cost(Way way, int photos, IntToDoubleFunction median) {
        Random random = new Random(7);
        double[] latencies = new double[photos];
        Deque<Integer> unsent = new ArrayDeque<>();
        for (int photo = 0; photo < photos; photo++) {
            latencies[photo] = median.applyAsDouble(photo) * Math.exp(SIGMA * random.nextGaussian());
            unsent.add(photo);
        }
        double[] sent = new double[photos];
        double[] pending = new double[photos];
        int[] gets = new int[photos];
        PriorityQueue<Get> due = new PriorityQueue<>(Comparator.comparingDouble(Get::at));
        for (int i = 0; i < Math.min(IN_FLIGHT, photos); i++) {
            due.add(new Get(unsent.remove(), way.next(0, 0)));
        }
        double cost = 0;
        int ended = 0;
        for (Get get = due.poll(); get != null; get = due.poll()) {
            int photo = get.photo();
            double elapsed = get.at() - sent[photo];
            gets[photo]++;
            boolean done = elapsed >= latencies[photo];
            way.learn(pending[photo], elapsed, done);
            if (!done) {
                pending[photo] = elapsed;
                due.add(new Get(photo, get.at() + way.next(gets[photo], elapsed)));
                continue;
            }
            if (++ended > LEARNT) {
                double mean = median.applyAsDouble(photo) * Math.exp(SIGMA * SIGMA / 2);
                cost += (elapsed - latencies[photo]) / mean + 0.25 * gets[photo];
            }
            if (!unsent.isEmpty()) {
                int next = unsent.remove();
                sent[next] = get.at();
                due.add(new Get(next, get.at() + way.next(0, 0)));
            }
        }
        return cost / (photos - LEARNT);
    }
}
