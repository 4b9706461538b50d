package io.labelrecognition.client.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/** Photos of known latencies, asked for on a simulated clock by a schedule that is not told them. Times are seconds. */
final class SimulatedService {
    /** The deviation of the latencies' logarithm. */
    static final double SPREAD = 0.5;

    /** When to ask, and what is learnt of it. */
    interface Polling {
        double next(int polls, double elapsed);

        default void pending(double before, double at) {
        }

        default void completed(double before, double at) {
        }

        static Polling by(PollSchedule schedule) {
            return new Polling() {
                @Override
                public double next(int polls, double elapsed) {
                    return LatencyModel.seconds(schedule.next(polls, duration(elapsed)));
                }

                @Override
                public void pending(double before, double at) {
                    schedule.pending(duration(before), duration(at));
                }

                @Override
                public void completed(double before, double at) {
                    schedule.completed(duration(before), duration(at));
                }
            };
        }

        /** At these times since a photo was sent; after the last, at twice the time each. */
        static Polling at(List<Double> times) {
            return (polls, elapsed) -> polls < times.size() ? times.get(polls) - elapsed : Math.min(elapsed, 30);
        }
    }

    /**
     * What became of a photo.
     *
     * @param mean        of the latencies that its own was drawn from
     * @param endedBefore how many photos had ended when it was sent
     */
    record Outcome(double mean, int gets, double lag, int endedBefore) {
        double cost(double weight) {
            return lag / mean + weight * gets;
        }
    }

    private record Get(int photo, double at) {
    }

    private final double[] latencies;
    private final double[] means;

    /**
     * Log-normal latencies.
     *
     * @param median of the photo of this number
     */
    SimulatedService(int photos, IntToDoubleFunction median, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        latencies = new double[photos];
        means = new double[photos];
        for (int photo = 0; photo < photos; photo++) {
            latencies[photo] = median.applyAsDouble(photo) * Math.exp(SPREAD * random.nextGaussian());
            means[photo] = mean(median.applyAsDouble(photo));
        }
    }

    static double mean(double median) {
        return median * Math.exp(SPREAD * SPREAD / 2);
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    void latency(int photo, double seconds) {
        latencies[photo] = seconds;
    }

    /** Sends all photos, a new one whenever one has ended. */
    List<Outcome> read(Polling polling, int inFlight) {
        int photos = latencies.length;
        Outcome[] outcomes = new Outcome[photos];
        double[] sent = new double[photos];
        double[] pending = new double[photos];
        int[] gets = new int[photos];
        int[] endedBefore = new int[photos];
        PriorityQueue<Get> queue = new PriorityQueue<>(Comparator.comparingDouble(Get::at));
        int next = 0;
        for (; next < Math.min(inFlight, photos); next++) {
            queue.add(new Get(next, polling.next(0, 0)));
        }
        int ended = 0;
        for (Get get = queue.poll(); get != null; get = queue.poll()) {
            int photo = get.photo();
            double elapsed = get.at() - sent[photo];
            gets[photo]++;
            if (elapsed < latencies[photo]) {
                polling.pending(pending[photo], elapsed);
                pending[photo] = elapsed;
                queue.add(new Get(photo, get.at() + polling.next(gets[photo], elapsed)));
                continue;
            }
            polling.completed(pending[photo], elapsed);
            outcomes[photo] = new Outcome(means[photo], gets[photo], elapsed - latencies[photo], endedBefore[photo]);
            ended++;
            if (next < photos) {
                sent[next] = get.at();
                endedBefore[next] = ended;
                queue.add(new Get(next++, get.at() + polling.next(0, 0)));
            }
        }
        return List.of(outcomes);
    }

    /** The schedule of least expected cost, by one who knows the distribution; within the same bounds. */
    static List<Double> best(double median, double weight) {
        int points = 800;
        double[] time = new double[points];
        double[] ended = new double[points];
        double[] area = new double[points];
        double last = Math.log(20 * median / 0.1) / (points - 2);
        DoubleUnaryOperator below = seconds -> normal(Math.log(seconds / median) / SPREAD);
        for (int i = 1; i < points; i++) {
            time[i] = 0.1 * Math.exp(last * (i - 1));
            ended[i] = below.applyAsDouble(time[i]);
            double step = (time[i] - time[i - 1]) / 8;
            area[i] = area[i - 1];
            for (int part = 0; part < 8; part++) {
                area[i] += step * below.applyAsDouble(time[i - 1] + (part + 0.5) * step);
            }
        }
        double[] cost = new double[points];
        int[] next = new int[points];
        for (int a = points - 2; a >= 0; a--) {
            cost[a] = Double.POSITIVE_INFINITY;
            for (int b = a + 1; b < points && time[b] - time[a] <= 30; b++) {
                double wait = area[b] - area[a] - (time[b] - time[a]) * ended[a];
                double all = wait / mean(median) + weight * (1 - ended[a]) + cost[b];
                if (all < cost[a] && (time[b] - time[a] >= 0.0999 || b == points - 1)) {
                    cost[a] = all;
                    next[a] = b;
                }
            }
        }
        List<Double> times = new ArrayList<>();
        for (int i = next[0]; i > 0; i = next[i]) {
            times.add(time[i]);
        }
        return times;
    }

    /** The standard normal distribution; Abramowitz and Stegun 26.2.17, exact to 7.5e-8. */
    private static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)
                * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z > 0 ? 1 - tail : tail;
    }
}
