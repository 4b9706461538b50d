import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Start time and idle memory of the three runtimes side by side: {@code java benchmarks/Runtimes.java}, from the project's folder,
 * after {@code mvn verify} (or {@code mvn install} and {@code mvn package} in the hosts' folders, with -DskipTests). Linux.
 *
 * <p>Start: from the command to the line that says it is ready. Memory: the resident set five seconds later, with nothing to do. Each is
 * the median of {@value #RUNS} runs, with the virtual machine's own settings.
 */
public final class Runtimes {
    private static final int RUNS = 5;
    private static final long IDLE_SECONDS = 5;

    /** An application: its jar, what says that it is ready, and whether the local service is in it. */
    private record Subject(String name, String jar, String ready, boolean local) {
    }

    private record Measure(double seconds, double megabytes) {
    }

    public static void main(String[] arguments) throws Exception {
        String quarkus = "quarkus/target/quarkus-app/quarkus-run.jar";
        String spring = "examples/spring-boot/target/label-recognition-spring-boot-1.0.0.jar";
        List<Subject> subjects = List.of(
                new Subject("standalone, to the cloud", "target/label-recognition.jar", "watching ", false),
                new Subject("Quarkus, to the cloud", quarkus, "watching ", false),
                new Subject("Spring Boot (the upload endpoint), to the cloud", spring, "Started LabelHost", false),
                new Subject("standalone, with the local service", "target/label-recognition.jar", "watching ", true),
                new Subject("Quarkus, with the local service", quarkus, "watching ", true));
        System.out.println("| application | start | idle memory |\n|---|---|---|");
        for (Subject subject : subjects) {
            List<Measure> measures = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                measures.add(measure(subject));
            }
            System.out.printf(Locale.ROOT, "| %s | %.1f s | %.0f MB |%n", subject.name(),
                    median(measures.stream().mapToDouble(Measure::seconds).toArray()),
                    median(measures.stream().mapToDouble(Measure::megabytes).toArray()));
        }
    }

    private static Measure measure(Subject subject) throws Exception {
        Path folder = Files.createTempDirectory("runtimes");
        try {
            ProcessBuilder command = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-jar",
                    Path.of(subject.jar()).toAbsolutePath().toString()).directory(folder.toFile()).redirectErrorStream(true);
            command.environment().putAll(Map.of("LABEL_LOCAL_PORT", freePort(), "SERVER_PORT", freePort()));
            if (!subject.local()) {
                // never called, as no photo comes
                command.environment().putAll(Map.of("LABEL_SERVICE_URL", "http://127.0.0.1:9", "LABEL_CLIENT_ID", "id",
                        "LABEL_CLIENT_SECRET", "secret"));
            }
            long start = System.nanoTime();
            Process process = command.start();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                List<String> said = new ArrayList<>();
                String line;
                do {
                    line = lines.readLine();
                    if (line == null) {
                        throw new IllegalStateException(subject + " ended: " + String.join("\n", said));
                    }
                    said.add(line);
                } while (!line.contains(subject.ready()));
                double seconds = (System.nanoTime() - start) / 1e9;
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                return new Measure(seconds, resident(process.pid()));
            } finally {
                process.destroy();
                process.waitFor(20, TimeUnit.SECONDS);
                process.destroyForcibly();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** In megabytes of a million bytes. */
    private static double resident(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        var kilobytes = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        if (!kilobytes.find()) {
            throw new IOException("no VmRSS in " + status);
        }
        return Long.parseLong(kilobytes.group(1)) * 1024 / 1e6;
    }

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(free.getLocalPort());
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
