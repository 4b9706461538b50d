package io.labelrecognition.benchmarks.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The standalone application as a process, next to its alternatives, in front of a service on loopback: one table a question, and one of
 * all ratios, printed and kept in RESULTS.md.
 *
 * <p>Ratios within one run are what counts: both sides share the machine with the service, and with whatever else it does.
 */
public final class Pipeline {
    private static final String HEAP = "-Xmx256m";
    /** The processes run in folders of their own. */
    private static final String CLASS_PATH = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    private static final String PORT = "18933";
    private static final String METRICS_PORT = "18934";
    private static final int SMALL = 10_000;
    private static final int LARGE = 5_000_000;

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path launcher;
    private final Path script;
    private final Results results;

    /** @param unpacked the distribution */
    private Pipeline(Path launcher, Path unpacked) {
        this.launcher = launcher;
        this.script = unpacked.resolve("bin/label-recognition");
        this.results = new Results(launcher.resolveSibling("../benchmarks/RESULTS.md").normalize());
    }

    /** @param args target/label-recognition.jar, then questions, each with its size where it has one: {@code backlog=100000} */
    public static void main(String[] args) throws Exception {
        Path launcher = Path.of(args[0]).toAbsolutePath().normalize();
        Path unpacked = Files.createTempDirectory("distribution");
        try {
            ask(new Pipeline(launcher, Run.unpack(launcher.getParent(), unpacked)), args);
        } finally {
            Run.delete(unpacked);
        }
    }

    private static void ask(Pipeline pipeline, String[] args) throws Exception {
        List<String> questions = args.length > 1 ? List.of(args).subList(1, args.length)
                : List.of("start=5", "schedule=2000", "flight=1000", "watched=1000", "waiting=200", "large=100", "backlog=100000", "reader=100");
        for (String question : questions) {
            String[] parts = question.split("=");
            int size = Integer.parseInt(parts[1]);
            pipeline.results.ask(question);
            switch (parts[0]) {
                case "schedule" -> Waiting.schedule(pipeline.results, size);
                case "start" -> pipeline.start(size);
                case "flight" -> pipeline.flight(size);
                case "watched" -> pipeline.watched(size);
                case "waiting" -> pipeline.waiting(size);
                case "large" -> pipeline.large(size);
                case "backlog" -> pipeline.backlog(size);
                case "reader" -> pipeline.reader(size);
                default -> throw new IllegalArgumentException("There is no question " + parts[0]);
            }
            pipeline.results.keep();
        }
    }

    /** The pipeline in front of a service. */
    private Run pipeline(Path folder, String url, int inFlight) throws IOException {
        return pipeline(folder, url, inFlight, Map.of());
    }

    /** @param further settings, as variables */
    private Run pipeline(Path folder, String url, int inFlight, Map<String, String> further) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("LABEL_SERVICE_URL", url, "LABEL_CLIENT_ID", "benchmark", "LABEL_CLIENT_SECRET", "benchmark",
                "LABEL_MAX_IN_FLIGHT", String.valueOf(inFlight), "LABEL_SETTLE", "1ms", "JAVA_OPTS", HEAP, "LABEL_LOCAL_PORT", PORT));
        settings.putAll(further);
        return Run.started(folder, environment(settings), List.of(script.toString()));
    }

    private static Run bare(Path folder, String url, String waiting, int inFlight) throws IOException {
        return Run.start(folder, Map.of(), List.of(HEAP, "-cp", CLASS_PATH, BareClient.class.getName(), url,
                folder.toString(), waiting, String.valueOf(inFlight)));
    }

    private static LongSupplier constant(long millis) {
        return () -> TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A median of 2 s, sigma 0.5: the same numbers for everybody. */
    private static LongSupplier logNormal() {
        Random random = new Random(7);
        return () -> {
            synchronized (random) {
                return (long) (2e9 * Math.exp(0.5 * random.nextGaussian()));
            }
        };
    }

    private void start(int runs) throws IOException {
        results.title("Start", "| start | median s to \"watching\" | CPU s | idle MB after 5 s |");
        List<double[]> jar = new ArrayList<>();
        List<double[]> script = new ArrayList<>();
        // makes the archive
        oneStart(List.of(this.script.toString()));
        for (int i = 0; i < runs; i++) {
            jar.add(oneStart(List.of(JAVA, "-jar", launcher.toString())));
            script.add(oneStart(List.of(this.script.toString())));
        }
        double[] before = median(jar);
        double[] after = median(script);
        results.row("java -jar label-recognition.jar", before);
        results.row("bin/label-recognition", after);
        results.ratio("s to \"watching\", by the script", after[0], "java -jar", before[0], 0);
        results.ratio("idle MB, by the script", after[2], "java -jar", before[2], 0);
    }

    private double[] oneStart(List<String> command) throws IOException {
        Path folder = Files.createTempDirectory("benchmark");
        try (Run run = Run.started(folder, environment(Map.of("LABEL_LOCAL_PORT", "18931")), command)) {
            double[] measured = {run.startSeconds(), run.startCpu() / 1000, 0};
            Run.pause(5000);
            measured[2] = run.status("VmRSS:") / 1024;
            return measured;
        } finally {
            Run.delete(folder);
        }
    }

    /** Of a start by the script. */
    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("LABEL_RECOGNITION_CACHE", script.resolveSibling("../cache").normalize().toString());
        return all;
    }

    private static double[] median(List<double[]> runs) {
        double[] median = new double[runs.get(0).length];
        for (int i = 0; i < median.length; i++) {
            int column = i;
            median[i] = runs.stream().mapToDouble(run -> run[column]).sorted().toArray()[runs.size() / 2];
        }
        return median;
    }

    /** All in flight at once: the second batch meets code that is compiled. */
    private void flight(int photos) throws IOException {
        results.title(photos + " photos in flight, the service takes 2 s, " + HEAP,
                "| | wall s | CPU ms a photo | threads | peak RSS MB | GETs a photo |");
        double[][] bare = new double[2][];
        double[][] ours = new double[2][];
        for (int batch = 0; batch < 2; batch++) {
            try (LoopbackService service = new LoopbackService(constant(2000))) {
                Path folder = Run.folder(photos, SMALL);
                try (Run run = bare(folder, service.url(), "fixed", photos)) {
                    bare[batch] = numbers(run.until(photos), photos, service);
                }
                Run.delete(folder);
            }
            results.row("bare client, run " + (batch + 1), bare[batch]);
        }
        Path folder = Run.folder(photos, SMALL);
        try (LoopbackService service = new LoopbackService(constant(2000)); Run run = pipeline(folder, service.url(), photos)) {
            ours[0] = numbers(run.until(photos), photos, service);
            results.row("pipeline, first batch", ours[0]);
            ours[1] = numbers(again(run, folder, photos, 1), photos, service);
            results.row("pipeline, second batch", ours[1]);
        }
        Run.delete(folder);
        results.ratio("wall s, all in flight, cold", ours[0][0], "bare client, cold", bare[0][0], 1.3);
        results.ratio("wall s, all in flight, warm", ours[1][0], "bare client, cold", bare[1][0], 1.3);
        results.ratio("CPU ms a photo, cold", ours[0][1], "bare client, cold", bare[0][1], 2);
        results.ratio("CPU ms a photo, warm", ours[1][1], "bare client, cold", bare[1][1], 2);
    }

    /** The batch after so many, in the same process. */
    private static Run.Cost again(Run run, Path folder, int photos, int batches) throws IOException {
        settle(folder, batches * photos);
        Path more = Run.folder(0, SMALL);
        Run.add(more, batches * photos, photos, SMALL);
        try (Stream<Path> files = Files.list(more.resolve("inbox"))) {
            for (Path file : files.toList()) {
                Files.move(file, folder.resolve("inbox").resolve(file.getFileName()));
            }
        }
        Run.delete(more);
        run.restart();
        return run.until((batches + 1) * photos);
    }

    /** What it costs to be watched: metrics that are recorded and scraped each second, and a page that is open. Three processes, a batch each by turns, warm. */
    private void watched(int photos) throws Exception {
        int turns = 7;
        results.title("What it costs to be watched: " + photos + " photos in flight, the service takes 2 s, the median of " + turns + " batches after the first",
                "| | wall s | CPU ms a photo | threads | peak RSS MB | GETs a photo |");
        Map<String, Map<String, String>> ways = new LinkedHashMap<>();
        ways.put("neither", Map.of("LABEL_PAGE", "false"));
        ways.put("metrics", Map.of("LABEL_PAGE", "false", "CAMEL_MANAGEMENT_ENABLED", "true", "CAMEL_METRICS_ENABLED", "true", "CAMEL_MANAGEMENT_PORT", METRICS_PORT));
        ways.put("page", Map.of());
        Map<String, List<double[]>> batches = new HashMap<>();
        Map<String, Watched> processes = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Map<String, String>> way : ways.entrySet()) {
                Path folder = Run.folder(photos, SMALL);
                LoopbackService service = new LoopbackService(constant(2000));
                Run run = pipeline(folder, service.url(), photos, way.getValue());
                processes.put(way.getKey(), new Watched(folder, service, run));
                batches.put(way.getKey(), new ArrayList<>());
                run.until(photos);
                watch(way.getKey());
            }
            for (int batch = 1; batch <= turns; batch++) {
                for (Map.Entry<String, Watched> process : processes.entrySet()) {
                    Watched one = process.getValue();
                    batches.get(process.getKey()).add(numbers(again(one.run(), one.folder(), photos, batch), photos, one.service()));
                }
            }
        } finally {
            for (Watched one : processes.values()) {
                one.run().close();
                one.service().close();
                Run.delete(one.folder());
            }
        }
        Map<String, double[]> medians = new HashMap<>();
        for (String way : ways.keySet()) {
            medians.put(way, median(batches.get(way)));
            results.row("watched by " + way, medians.get(way));
        }
        for (String way : List.of("metrics", "page")) {
            results.ratio("wall s, watched by " + way, medians.get(way)[0], "not", medians.get("neither")[0], 0);
            results.ratio("CPU ms a photo, watched by " + way, medians.get(way)[1], "not", medians.get("neither")[1], way.equals("metrics") ? 1.02 : 0);
        }
    }

    private record Watched(Path folder, LoopbackService service, Run run) {
    }

    /** Reads what there is to be seen, as long as there is somebody to tell it. */
    private static void watch(String way) {
        Thread watcher = new Thread(() -> {
            try {
                if (way.equals("page")) {
                    try (InputStream events = new URL("http://127.0.0.1:" + PORT + "/page/events").openStream()) {
                        events.transferTo(OutputStream.nullOutputStream());
                    }
                }
                while (way.equals("metrics")) {
                    try (InputStream scrape = new URL("http://127.0.0.1:" + METRICS_PORT + "/observe/metrics").openStream()) {
                        scrape.transferTo(OutputStream.nullOutputStream());
                    }
                    Thread.sleep(1000);
                }
            } catch (IOException | InterruptedException e) {
                // the process has ended
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void settle(Path folder, int photos) {
        while (folder.resolve("done").toFile().list().length < photos) {
            Run.pause(50);
        }
        Run.pause(1000);
    }

    private static double[] numbers(Run.Cost cost, int photos, LoopbackService service) {
        return new double[]{cost.wall(), cost.cpu() / photos, cost.threads(), cost.megabytes(), service.getsPerPhoto()};
    }

    private void waiting(int photos) throws IOException {
        results.title("How to wait: " + photos + " photos, the service takes 2 s in the median (log-normal, sigma 0.5), 50 in flight",
                "| | wall s | GETs a photo | mean lag ms | lag / 2 s + 0.25 x GETs |");
        Map<String, Double> costs = new LinkedHashMap<>();
        Map<String, String> ways = Map.of("fixed", "bare client, every 2 s", "backoff", "bare client, 1 s x 1.5");
        for (String waiting : List.of("fixed", "backoff")) {
            try (LoopbackService service = new LoopbackService(logNormal())) {
                Path folder = Run.folder(photos, SMALL);
                try (Run run = bare(folder, service.url(), waiting, 50)) {
                    costs.put(ways.get(waiting), waited(ways.get(waiting), run.until(photos), service));
                }
                Run.delete(folder);
            }
        }
        int few = Math.max(1, photos / 20);
        try (LoopbackService service = new LoopbackService(logNormal())) {
            Path folder = Run.folder(few, SMALL);
            try (Run run = bare(folder, service.url(), "sequential", 1)) {
                costs.put("one after the other, every second", waited("one after the other, every second (" + few + " photos)", run.until(few), service));
            }
            Run.delete(folder);
        }
        try (LoopbackService service = new LoopbackService(logNormal())) {
            Path folder = Run.folder(photos, SMALL);
            try (Run run = pipeline(folder, service.url(), 50)) {
                double ours = waited("pipeline, balanced", run.until(photos), service);
                costs.forEach((way, cost) -> results.ratio("cost of waiting", ours, way, cost, 0));
            }
            Run.delete(folder);
        }
    }

    /** @return what the waiting cost: the lag as a part of the median latency, and a quarter for each GET */
    private double waited(String name, Run.Cost wait, LoopbackService service) {
        double cost = service.lagMillis() / 2000 + 0.25 * service.getsPerPhoto();
        results.row(name, wait.wall(), service.getsPerPhoto(), service.lagMillis(), cost);
        return cost;
    }

    private void large(int photos) throws IOException {
        results.title(photos + " photos in flight of " + LARGE / 1_000_000 + " MB, the service takes 2 s, " + HEAP, "| pipeline | wall s | CPU ms a photo | threads | peak RSS MB |");
        Map<Integer, Double> memory = new LinkedHashMap<>();
        for (int bytes : new int[]{SMALL, LARGE}) {
            Path folder = Run.folder(photos, bytes);
            try (LoopbackService service = new LoopbackService(constant(2000)); Run run = pipeline(folder, service.url(), photos)) {
                Run.Cost cost = run.until(photos);
                results.row(bytes + " bytes a photo", cost.wall(), cost.cpu() / photos, cost.threads(), cost.megabytes());
                memory.put(bytes, cost.megabytes());
            }
            Run.delete(folder);
        }
        results.ratio("peak RSS MB, photos of 5 MB", memory.get(LARGE), "photos of 10 kB", memory.get(SMALL), 0);
    }

    private void backlog(int photos) throws IOException {
        results.title("A backlog in the inbox, 1,000 in flight, the service takes 100 ms, " + HEAP,
                "| photos | first text s | wall s | photos a second | CPU ms a photo | peak RSS MB |");
        List<double[]> small = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            small.add(oneBacklog(1000));
        }
        double[] few = median(small);
        double[] many = oneBacklog(photos);
        results.row("1000 (median of five)", few);
        results.row(String.valueOf(photos), many);
        results.ratio("CPU ms a photo, " + photos + " in the inbox", many[3], "1,000 in the inbox", few[3], 1.1);
        results.ratio("wall ms a photo, " + photos + " in the inbox", 1000 / many[2], "1,000 in the inbox", 1000 / few[2], 1.1);
        results.ratio("s to the first text, " + photos + " in the inbox", many[0], "1,000 in the inbox", few[0], 0);
    }

    /** @return seconds to the first text; then, after a thousand photos to warm up: seconds, photos a second, CPU ms a photo, peak MB */
    private double[] oneBacklog(int photos) throws IOException {
        Path folder = Run.folder(photos + 1000, 300);
        try (LoopbackService service = new LoopbackService(constant(100)); Run run = pipeline(folder, service.url(), 1000)) {
            double first = run.until(1000).first();
            run.restart();
            int before = folder.resolve("outbox").toFile().list().length;
            Run.Cost rest = run.until(photos + 1000);
            int read = photos + 1000 - before;
            return new double[]{first, rest.wall(), read / rest.wall(), rest.cpu() / read, rest.megabytes()};
        } finally {
            Run.delete(folder);
        }
    }

    /** The photos of the examples, as often as it takes; each once more has a byte more at its end, so that none is known. */
    private void reader(int photos) throws Exception {
        Path examples = launcher.resolveSibling("../examples/photos").normalize();
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jpg")).sorted().toList()) {
                all.add(Files.readAllBytes(file));
            }
        }
        Path folder = Files.createTempDirectory("benchmark");
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        for (int i = 0; i < photos; i++) {
            byte[] photo = all.get(i % all.size());
            byte[] own = java.util.Arrays.copyOf(photo, photo.length + 1 + i / all.size());
            Files.write(inbox.resolve(i + ".jpg"), own);
        }
        Run.pause(1200);
        results.title(photos + " photos, read on this machine", "| | wall s | CPU ms a photo |");
        double[] alone;
        try (Run run = Run.start(folder, Map.of(), List.of("-cp", CLASS_PATH, ReaderAlone.class.getName(),
                inbox.toString(), folder.resolve("alone").toString()))) {
            Path texts = folder.resolve("alone");
            while (!Files.exists(texts.resolve("end"))) {
                Run.pause(20);
            }
            alone = new double[]{Double.parseDouble(Files.readString(texts.resolve("end"))), 0};
            alone[1] = run.cpu() / photos;
        }
        results.row("reader alone", alone);
        try (Run run = Run.started(folder, environment(Map.of("LABEL_LOCAL_PORT", "18932")), List.of(script.toString()))) {
            Run.Cost cost = run.until(photos);
            results.row("pipeline with the local service", cost.wall(), run.cpu() / photos);
            results.ratio("wall s, local service", cost.wall(), "reader alone", alone[0], 1.15);
            results.ratio("CPU ms a photo, local service, start included", run.cpu() / photos, "reader alone", alone[1], 0);
        }
        Run.delete(folder);
    }
}
