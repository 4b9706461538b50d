package io.labelrecognition.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Has one photo read as the standalone reads it, in folders that go afterwards: the classes that this loads are those of the archive that
 * the JVM writes when it ends, for the script that starts the application.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class Data Sharing</a>
 */
final class ArchiveRun {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private ArchiveRun() {
    }

    /** @param arguments a photo */
    public static void main(String[] arguments) throws IOException {
        Console.quiet();
        Console.configure(false);
        Path folder = Files.createTempDirectory("label-recognition");
        try {
            watch(folder, Path.of(arguments[0]));
        } catch (Exception | LinkageError e) {
            // a start is then slower than it might be, and nothing else is amiss
            System.err.println("The archive of classes has not all that it might have: " + e);
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0);
    }

    private static void watch(Path folder, Path photo) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String name : new String[]{"inbox", "outbox", "done", "failed", "journal"}) {
            environment.put(Settings.variable("label." + name), folder.resolve(name).toString());
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put(Settings.variable("label.local-port"), String.valueOf(free.getLocalPort()));
        }
        Settings settings = Settings.load(folder, null, environment);
        Path name = photo.getFileName();
        Files.createDirectories(folder.resolve("inbox"));
        Files.copy(photo, folder.resolve("inbox").resolve(name));
        Thread watching = new Thread(() -> {
            try {
                new WatchJob(settings, new PrintStream(OutputStream.nullOutputStream())).run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        watching.setDaemon(true);
        watching.start();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(folder.resolve("done").resolve(name)) && System.nanoTime() < end && watching.isAlive()) {
            Thread.sleep(50);
        }
    }
}
