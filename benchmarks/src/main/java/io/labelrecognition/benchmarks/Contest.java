package io.labelrecognition.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets one contender read all photos, in a process of its own: {@code main} is that process, {@link #of} starts it.
 * Photos are read one at a time, all of them once to warm up where there are several passes.
 */
final class Contest {
    /** Enough for all; by default the heap may take a quarter of the machine's memory, and takes some 700 MB of garbage before it is cleared. */
    private static final String HEAP = "-Xmx256m";
    private static final Pattern OUTCOME = Pattern.compile("<outcome ([^>]*)>");

    private Contest() {
    }

    /**
     * What came of it.
     *
     * @param scores how well the text of each half agrees
     * @param folds  the same of each of the five parts, see {@link Half#fold}
     * @param median milliseconds a photo
     * @param p95    milliseconds that 95 of 100 photos stay below
     * @param cpu    milliseconds of CPU time a photo, of all threads and child processes
     * @param rss    most megabytes of memory resident at a time; of a reader that runs as a child process, the child's is not known and this is 0
     */
    record Outcome(Map<Half, Score> scores, List<Score> folds, double median, double p95, double cpu, long rss) {
        static final String TITLE = "| reader | recall | precision | F1 | CER | F1 tuning | CER tuning | F1 validation | CER validation "
                + "| median ms | p95 ms | CPU ms a photo | peak RSS MB |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|";

        Score total() {
            return scores.get(Half.TUNING).plus(scores.get(Half.VALIDATION));
        }

        String row(String name) {
            Score tuning = scores.get(Half.TUNING);
            Score validation = scores.get(Half.VALIDATION);
            Score all = total();
            return String.format(java.util.Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.0f | %.0f | %.0f | %s |",
                    name, all.recall(), all.precision(), all.f1(), all.characterErrorRate(), tuning.f1(), tuning.characterErrorRate(),
                    validation.f1(), validation.characterErrorRate(), median, p95, cpu, rss == 0 ? "" : rss);
        }
    }

    static Outcome of(String contender, Path folder, int passes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp",
                System.getProperty("java.class.path"), Contest.class.getName(), contender, folder.toString(), Integer.toString(passes))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        // libraries print, too
        Matcher outcome = OUTCOME.matcher(new String(process.getInputStream().readAllBytes()));
        if (process.waitFor() != 0 || !outcome.find()) {
            throw new IOException(contender + " failed");
        }
        double[] fields = Arrays.stream(outcome.group(1).split(" ")).mapToDouble(Double::parseDouble).toArray();
        List<Score> folds = IntStream.range(0, Half.FOLDS).mapToObj(fold -> score(fields, 14 + 5 * fold)).toList();
        return new Outcome(Map.of(Half.TUNING, score(fields, 0), Half.VALIDATION, score(fields, 5)), folds, fields[10], fields[11], fields[12],
                (long) fields[13]);
    }

    private static Score score(double[] fields, int from) {
        return new Score((int) fields[from], (int) fields[from + 1], (int) fields[from + 2], (int) fields[from + 3], (int) fields[from + 4]);
    }

    public static void main(String[] args) throws Exception {
        Contender contender = Contender.named(args[0]);
        boolean child = args[0].startsWith("tesseract");
        List<Path> photos = Photos.in(Path.of(args[1]));
        int passes = Integer.parseInt(args[2]);
        Map<Half, Score> scores = new EnumMap<>(Map.of(Half.TUNING, Score.NONE, Half.VALIDATION, Score.NONE));
        Score[] folds = new Score[Half.FOLDS];
        Arrays.fill(folds, Score.NONE);
        List<Long> times = new ArrayList<>();
        long cpu = cpu();
        for (int pass = 0; pass < passes; pass++) {
            if (pass == 1) {
                times.clear();
                cpu = cpu();
            }
            for (Path photo : photos) {
                long start = System.nanoTime();
                String text = contender.read(photo);
                times.add(System.nanoTime() - start);
                if (pass == 0) {
                    Score score = Score.of(Truth.of(photo), text);
                    scores.merge(Half.of(photo), score, Score::plus);
                    folds[Half.fold(photo)] = folds[Half.fold(photo)].plus(score);
                }
            }
        }
        double cpuEach = (cpu() - cpu) / 1e6 / times.size();
        times.sort(null);
        String found = fields(scores.values().stream());
        System.out.println("\n<outcome " + found + " " + times.get(times.size() / 2) / 1e6 + " " + times.get(times.size() * 95 / 100) / 1e6 + " " + cpuEach + " "
                + (child ? 0 : peak()) + " " + fields(Arrays.stream(folds)) + ">");
        System.out.flush();
        // without the exit hooks: native libraries of others crash in theirs
        Runtime.getRuntime().halt(0);
    }

    private static String fields(Stream<Score> scores) {
        return scores.map(score -> score.found() + " " + score.invented() + " " + score.missed() + " " + score.edits() + " " + score.characters())
                .collect(Collectors.joining(" "));
    }

    /** Nanoseconds of CPU time of this process and, where the system tells, of its children that have ended. */
    private static long cpu() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (Files.exists(stat)) {
            String[] fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ");
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks * 10_000_000;
        }
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status) ? 0 : Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }
}
