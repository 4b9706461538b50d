package io.labelrecognition.benchmarks.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.polling.PollSchedule;
import io.labelrecognition.client.recognition.Photo;
import io.labelrecognition.client.recognition.RecognitionRequest;
import io.labelrecognition.client.wire.RecognitionSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What is done for each photo besides calls and files: the body that sends a photo of 5 MB, next to a body that is put together in memory,
 * what the poll schedule takes for a photo that is asked for twice, and what it takes to measure such a photo. With bytes allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Micro {
    private static final String ACCOUNT = "https://labels.invalid (shop)";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] bytes = new byte[5_000_000];
    private final RecognitionSettings settings = new RecognitionSettings("English", true, false, "Text", null, null, null, null, null, null, null, null);
    private final PollSchedule schedule = PollSchedule.of(PollSchedule.Mode.BALANCED);
    private final Random random = new Random(7);
    private final Metrics metrics;

    public Micro() {
        random.nextBytes(bytes);
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("metricsRegistry", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        metrics = Metrics.of(context);
    }

    /** From the folder of RESULTS.md, or the one above; the argument is the photos that other benchmarks read. */
    public static void main(String[] ignored) throws Exception {
        Map<String, double[]> scores = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder().include(Micro.class.getName() + ".*").addProfiler(GCProfiler.class)
                .forks(1).warmupIterations(3).warmupTime(TimeValue.seconds(2)).measurementIterations(5).measurementTime(TimeValue.seconds(2))
                .build()).run()) {
            double bytes = result.getSecondaryResults().entrySet().stream().filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                    .mapToDouble(entry -> entry.getValue().getScore()).findFirst().orElseThrow();
            scores.put(result.getPrimaryResult().getLabel(), new double[]{result.getPrimaryResult().getScore(), bytes / 1000});
        }
        Path file = Path.of("benchmarks/RESULTS.md");
        Results results = new Results(Files.exists(file) ? file : Path.of("RESULTS.md"));
        results.ask("micro");
        results.title("What is done for a photo besides calls and files (JMH)", "| | microseconds | kB allocated |");
        scores.forEach(results::row);
        results.ratio("microseconds, the body of 5 MB", scores.get("bodyOnItsWay")[0], "put together in memory", scores.get("bodyInMemory")[0], 0);
        results.ratio("kB allocated, the body of 5 MB", scores.get("bodyOnItsWay")[1], "put together in memory", scores.get("bodyInMemory")[1], 0);
        results.keep();
    }

    @Benchmark
    public void bodyOnItsWay() throws Exception {
        new RecognitionRequest(Photo.of(bytes, bytes.length), settings).entity(() -> { }).writeTo(OutputStream.nullOutputStream());
    }

    @Benchmark
    public void bodyInMemory() throws Exception {
        OutputStream.nullOutputStream().write(JSON.writeValueAsBytes(Map.of("image", Base64.getEncoder().encodeToString(bytes), "settings", settings)));
    }

    @Benchmark
    public void metricsOfAPhoto() {
        metrics.count(Metric.CALLS, ACCOUNT, "send", "200");
        metrics.count(Metric.CALLS, ACCOUNT, "fetch", "200");
        metrics.count(Metric.CALLS, ACCOUNT, "fetch", "200");
        metrics.observe(Metric.SERVICE_LATENCY, 2, ACCOUNT);
        metrics.observe(Metric.NOTICING_LAG, 0.2, ACCOUNT);
        metrics.observe(Metric.PHOTO_POLLS, 2, ACCOUNT);
        metrics.count(Metric.PHOTOS, "/labels/inbox", "read");
    }

    @Benchmark
    public Duration scheduleOfAPhoto() {
        Duration latency = Duration.ofMillis((long) (2000 * Math.exp(0.5 * random.nextGaussian())));
        Duration first = schedule.next(0, Duration.ZERO);
        Duration before = Duration.ZERO;
        if (first.compareTo(latency) < 0) {
            schedule.pending(before, first);
            before = first;
            first = first.plus(schedule.next(1, first));
        }
        schedule.completed(before, first);
        return first;
    }
}
