package io.labelrecognition.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets one contender read all photos, in a process of its own: {@code main} is that process, {@link #of} starts it.
 * Photos are read once to warm up and then {@value #PASSES} times, one at a time.
 */
final class Contest {
    private static final int PASSES = 2;
    /** Enough for all; by default the heap may take a quarter of the machine's memory, and takes some 700 MB of garbage before it is cleared. */
    private static final String HEAP = "-Xmx256m";
    private static final Pattern OUTCOME = Pattern.compile("<outcome ([^>]*)>");

    private Contest() {
    }

    /**
     * What came of it.
     *
     * @param median milliseconds a photo
     * @param p95    milliseconds that 95 of 100 photos stay below
     * @param cpu    milliseconds of CPU time a photo, of all threads and child processes
     * @param rss    most megabytes of memory resident at a time; of a reader that runs as a child process, the child's is not known and this is 0
     */
    record Outcome(Score score, double median, double p95, double cpu, long rss) {
        static final String TITLE = "| reader | recall | precision | F1 | CER | median ms | p95 ms | CPU ms a photo | peak RSS MB |\n"
                + "|---|---|---|---|---|---|---|---|---|";

        String row(String name) {
            return String.format(java.util.Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.0f | %.0f | %.0f | %s |", name, score.recall(),
                    score.precision(), score.f1(), score.characterErrorRate(), median, p95, cpu, rss == 0 ? "" : rss);
        }
    }

    static Outcome of(String contender, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp",
                System.getProperty("java.class.path"), Contest.class.getName(), contender, folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        // libraries print, too
        Matcher outcome = OUTCOME.matcher(new String(process.getInputStream().readAllBytes()));
        if (process.waitFor() != 0 || !outcome.find()) {
            throw new IOException(contender + " failed");
        }
        double[] fields = Arrays.stream(outcome.group(1).split(" ")).mapToDouble(Double::parseDouble).toArray();
        return new Outcome(new Score((int) fields[0], (int) fields[1], (int) fields[2], (int) fields[3], (int) fields[4]),
                fields[5], fields[6], fields[7], (long) fields[8]);
    }

    public static void main(String[] args) throws Exception {
        Contender contender = Contender.named(args[0]);
        boolean child = args[0].startsWith("tesseract");
        List<Path> photos = Photos.in(Path.of(args[1]));
        Score score = Score.NONE;
        for (Path photo : photos) {
            score = score.plus(Score.of(Truth.of(photo), contender.read(photo)));
        }
        List<Long> times = new ArrayList<>();
        long cpu = cpu();
        for (int pass = 0; pass < PASSES; pass++) {
            for (Path photo : photos) {
                long start = System.nanoTime();
                contender.read(photo);
                times.add(System.nanoTime() - start);
            }
        }
        double cpuEach = (cpu() - cpu) / 1e6 / times.size();
        times.sort(null);
        System.out.println("\n<outcome " + score.found() + " " + score.invented() + " " + score.missed() + " " + score.edits() + " " + score.characters() + " "
                + times.get(times.size() / 2) / 1e6 + " " + times.get(times.size() * 95 / 100) / 1e6 + " " + cpuEach + " "
                + (child ? 0 : peak()) + ">");
        System.out.flush();
        // without the exit hooks: native libraries of others crash in theirs
        Runtime.getRuntime().halt(0);
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
