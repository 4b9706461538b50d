package io.labelrecognition.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The standalone application as a process of its own, as its script starts it: from jars, and with an archive of its classes, which takes
 * a third off the CPU time of a start. The first of the test JVMs that asks makes both.
 */
public final class ApplicationJvm {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path OPTIONS = made();

    private ApplicationJvm() {
    }

    /**
     * The application, yet to be started, with none of the developer's own settings.
     *
     * @param options of the JVM
     * @param arguments of the application
     */
    public static ProcessBuilder builder(Path directory, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA, "@" + OPTIONS));
        command.addAll(options);
        command.add(LabelRecognition.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LABEL_"));
        return builder;
    }

    /** @return the options of the JVM, as a file */
    private static Path made() {
        try {
            Path classes = Path.of(LabelRecognition.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path folder = Files.createDirectories(Path.of("target/application").toAbsolutePath());
            try (FileChannel file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                 FileLock alone = file.lock()) {
                Path options = folder.resolve("java-options-" + build(classes));
                if (!Files.exists(options)) {
                    try (Stream<Path> former = Files.list(folder).filter(path -> !path.endsWith("lock"))) {
                        former.forEach(path -> path.toFile().delete());
                    }
                    make(folder, classes, options);
                }
                return options;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another one for other classes, or another JVM. */
    private static String build(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return Integer.toHexString(files.sorted().map(file -> file + " " + file.toFile().lastModified() + " " + file.toFile().length())
                    .collect(Collectors.joining("\n", JAVA + Runtime.version() + System.getProperty("java.class.path"), "")).hashCode());
        }
    }

    private static void make(Path folder, Path classes, Path options) throws IOException, InterruptedException {
        // the JVM archives classes of jars alone
        Path jar = folder.resolve("label-recognition.jar");
        if (ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".") != 0) {
            throw new IOException("There is no " + jar);
        }
        String classPath = Stream.concat(Stream.of(jar.toString()), Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.isRegularFile(Path.of(entry)))).collect(Collectors.joining(File.pathSeparator));
        Path archive = folder.resolve("classes.jsa");
        List<String> lines = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:cds*=off",
                "-cp \"" + classPath.replace("\\", "\\\\") + "\""));
        Path making = Files.write(folder.resolve("making"), lines);
        Process run = new ProcessBuilder(JAVA, "-XX:ArchiveClassesAtExit=" + archive, "@" + making, ArchiveRun.class.getName(),
                "examples/photos/street-sign-blades.jpg").redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        if (!run.waitFor(2, TimeUnit.MINUTES) || run.exitValue() != 0 || !Files.exists(archive)) {
            throw new IOException(Files.readString(folder.resolve("log")));
        }
        lines.add("-XX:SharedArchiveFile=\"" + archive.toString().replace("\\", "\\\\") + "\"");
        Files.move(Files.write(folder.resolve("options"), lines), options);
    }
}
