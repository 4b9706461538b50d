package io.labelrecognition.benchmarks.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process over one folder of photos, and what it took: read from {@code /proc}, so Linux. */
public final class Run implements AutoCloseable {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(20);

    private final Path folder;
    private final Process process;
    private final long started = System.nanoTime();
    private long ready;
    private double readyCpu;

    /** What a run came to: seconds of wall time from ready, milliseconds of CPU time since then, the most threads and resident megabytes. */
    record Cost(double start, double first, double wall, double cpu, int threads, double megabytes) {
    }

    private Run(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** A folder with photos of its own in {@code inbox}. */
    public static Path folder(int photos, int bytes) throws IOException {
        Path folder = Files.createTempDirectory("benchmark");
        add(folder, 0, photos, bytes);
        return folder;
    }

    /** Photos that differ; they look like JPEGs from outside. Returns when they have lain there for as long as the settings ask. */
    public static void add(Path folder, int from, int photos, int bytes) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        byte[] photo = new byte[bytes];
        new java.util.Random(from).nextBytes(photo);
        photo[0] = (byte) 0xFF;
        photo[1] = (byte) 0xD8;
        photo[bytes - 2] = (byte) 0xFF;
        photo[bytes - 1] = (byte) 0xD9;
        for (int i = from; i < from + photos; i++) {
            photo[10] = (byte) i;
            photo[11] = (byte) (i >> 8);
            photo[12] = (byte) (i >> 16);
            Files.write(inbox.resolve(i + ".jpg"), photo);
        }
        pause(1200);
    }

    static Run start(Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        return started(folder, environment, command);
    }

    /** @param command ready when it says that it watches */
    public static Run started(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(folder.resolve("errors.log").toFile());
        builder.environment().putAll(environment);
        Run run = new Run(folder, builder.start());
        BufferedReader said = new BufferedReader(new InputStreamReader(run.process.getInputStream()));
        for (String line = said.readLine(); line == null || !line.startsWith("watching"); line = said.readLine()) {
            if (line == null) {
                throw new IOException("It ended before it was ready: " + Files.readString(folder.resolve("errors.log")));
            }
        }
        run.ready = System.nanoTime();
        run.readyCpu = run.cpu();
        return run;
    }

    /** Waits until so many texts are there. Counting costs: the folder is not looked at more often than ten times a second. */
    Cost until(int texts) throws IOException {
        double first = 0;
        int threads = 0;
        double megabytes = 0;
        Path outbox = folder.resolve("outbox");
        while (System.nanoTime() - ready < LONGEST) {
            if (!process.isAlive()) {
                throw new IOException("It ended with " + count(outbox) + " texts: " + Files.readString(folder.resolve("errors.log")));
            }
            threads = Math.max(threads, (int) status("Threads:"));
            megabytes = Math.max(megabytes, status("VmRSS:") / 1024);
            int there = count(outbox);
            if (first == 0 && there > 0) {
                first = since(ready);
            }
            if (there >= texts) {
                return new Cost((ready - started) / 1e9, first, since(ready), cpu() - readyCpu, threads, megabytes);
            }
            pause(texts > 5000 && there > 0 ? 500 : 20);
        }
        throw new IOException("Not all texts came: " + count(outbox) + " of " + texts);
    }

    /** From now on it counts anew. */
    void restart() throws IOException {
        ready = System.nanoTime();
        readyCpu = cpu();
    }

    double startSeconds() {
        return (ready - started) / 1e9;
    }

    double startCpu() {
        return readyCpu;
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static int count(Path folder) {
        String[] names = folder.toFile().list((parent, name) -> !name.startsWith("."));
        return names == null ? 0 : names.length;
    }

    /** Milliseconds of CPU time of the process so far. */
    public double cpu() throws IOException {
        String[] fields = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat")).replaceFirst(".*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    }

    /** A line of the process's status: a number, or kilobytes. */
    double status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith(name)) {
                return Double.parseDouble(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** At once, with all that it was doing; what the script has started is the application itself. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The distribution, unpacked.
     *
     * @param built the folder that it was built in
     */
    public static Path unpack(Path built, Path folder) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(built)) {
            Path packed = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
            new ProcessBuilder("tar", "-xzf", packed.toString(), "-C", folder.toString()).inheritIO().start().waitFor();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.findFirst().orElseThrow();
        }
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
