package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, unpacked into an empty folder and started by its script. */
class DistributionIT {
    private static final String PACKED = System.getProperty("distribution");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    static Path unpacked;

    private static Path home;

    /** Shared, so that one archive of classes serves all tests but those about it. */
    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    private Process process;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void unpack() throws Exception {
        home = unpack("a folder with spaces");
    }

    private static Path unpack(String name) throws Exception {
        Path folder = Files.createDirectories(unpacked.resolve(name));
        assertEquals(0, new ProcessBuilder("tar", "-xzf", PACKED + ".tar.gz", "-C", folder.toString()).inheritIO().start().waitFor());
        return folder.resolve(Path.of(PACKED).getFileName());
    }

    @BeforeEach
    void settings() throws IOException {
        environment.put("JAVA_HOME", JAVA_HOME.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("LANG", "C.UTF-8");
        environment.put("LABEL_RECOGNITION_CACHE", cache.toString());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("LABEL_LOCAL_PORT", String.valueOf(free.getLocalPort()));
        }
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile()).redirectError(directory.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        return process;
    }

    private int run(String... arguments) throws Exception {
        return run(home, arguments);
    }

    private int run(Path home, String... arguments) throws Exception {
        start(home.resolve("bin/label-recognition"), arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private String out() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private static Set<Path> archives(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.collect(Collectors.toSet());
        }
    }

    @Test
    void thePhotosThatComeWithItAreReadAndTheSecondStartUsesTheArchiveOfTheFirst() throws Exception {
        Path photo = Files.copy(home.resolve("examples/photos/street-sign-blades.jpg"), directory.resolve("a photo.jpg"));
        String text = Files.readString(home.resolve("examples/photos/street-sign-blades.txt"));
        Path own = directory.resolve("cache");
        environment.put("LABEL_RECOGNITION_CACHE", own.toString());

        // JDK 17 finds the classes of a jar in none whose path has a space
        Path there = unpack("plain");
        assertEquals(0, run(there, photo.getFileName().toString()), this::said);
        assertEquals(text, out());
        Set<Path> archives = archives(own);
        assertEquals(1, archives.size());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));

        environment.put("JAVA_OPTS", "-Xlog:class+load:file=loaded.log");
        assertEquals(0, run(there, photo.getFileName().toString()), this::said);
        assertEquals(text, out());
        assertEquals(archives, archives(own));
        assertTrue(Files.readString(directory.resolve("loaded.log")).contains("io.labelrecognition.app.Settings source: shared objects file (top)"));
    }

    private String said() {
        try {
            return out() + err();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void theWatcherIsTheProcessItselfAndEndsWhenItIsTold() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("linked"), home.resolve("bin/label-recognition"));
        start(link);
        await().atMost(Duration.ofSeconds(60)).until(() -> out().contains("watching") || !process.isAlive());
        assertTrue(process.isAlive(), this::said);
        assertEquals(JAVA_HOME.resolve("bin/java").toRealPath(), Path.of(process.info().command().orElseThrow()).toRealPath());

        Files.copy(home.resolve("examples/photos/street-sign-blades.jpg"), directory.resolve("inbox/b.jpg"));
        Path text = directory.resolve("outbox/b.jpg.txt");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(text));
        assertEquals(Files.readString(home.resolve("examples/photos/street-sign-blades.txt")), Files.readString(text));

        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(directory.resolve("done/b.jpg")));
    }

    @Test
    void itsOwnSettingsHoldWhereTheWorkingDirectoryHasNone() throws Exception {
        Path conf = home.resolve("conf/application.properties");
        String asDelivered = Files.readString(conf);
        assertTrue(asDelivered.contains("\n#label.inbox=inbox\n"), asDelivered);
        Files.writeString(conf, asDelivered.replace("#label.max-in-flight=64", "label.max-in-flight=many"));
        try {
            assertEquals(2, run());
            assertTrue(err().contains("label.max-in-flight is \"many\""), this::said);
            Files.writeString(directory.resolve("application.properties"), "label.settle=soon\n");
            assertEquals(2, run());
            assertTrue(err().contains("label.settle is \"soon\"") && !err().contains("max-in-flight"), this::said);
        } finally {
            Files.writeString(conf, asDelivered);
        }
    }

    @Test
    void aBrokenArchiveAndNoPlaceForOneAreNoTrouble() throws Exception {
        assertEquals(0, run("--version"));
        String version = out();
        for (Path archive : archives(cache)) {
            archive.toFile().setWritable(true);
            Files.writeString(archive, "broken");
        }
        assertEquals(0, run("--version"));
        assertEquals(version, out());
        assertEquals("", err());
        for (Path archive : archives(cache)) {
            Files.delete(archive);
        }
        for (String nowhere : List.of("/proc/nowhere", Files.writeString(directory.resolve("a-file"), "").toString())) {
            environment.put("LABEL_RECOGNITION_CACHE", nowhere);
            assertEquals(0, run("--version"));
            assertEquals(version, out());
            assertEquals("", err());
        }
        environment.remove("LABEL_RECOGNITION_CACHE");
        assertEquals(0, run("--version"), "without a home directory");
    }

    @Test
    void twoFirstStartsAtOnceDoNotDisturbEachOther() throws Exception {
        environment.put("LABEL_RECOGNITION_CACHE", directory.resolve("cache").toString());
        Process first = start(home.resolve("bin/label-recognition"), "--version");
        assertEquals(0, run("--version"));
        assertTrue(first.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, first.exitValue());
        assertEquals(1, archives(directory.resolve("cache")).size());
        assertEquals(0, run("--version"));
        assertEquals("", err());
    }

    @Test
    void whatIsSaidOfTheJvmHolds() throws Exception {
        environment.put("JAVA_OPTS", "-XX:+UseParallelGC -XX:+PrintFlagsFinal");
        assertEquals(0, run("--version"), this::said);
        assertTrue(flag("UseParallelGC", "true") && flag("UseSerialGC", "false") && flag("TieredStopAtLevel", "1"), out());
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=3 -XX:+PrintFlagsFinal");
        assertEquals(0, run("--version"), this::said);
        assertTrue(flag("UseSerialGC", "true") && flag("TieredStopAtLevel", "3"), out());
    }

    private boolean flag(String name, String value) throws IOException {
        return Pattern.compile(" " + name + " += " + value + " ").matcher(out()).find();
    }

    @Test
    void withoutAJavaOrWithAnOldOneItSaysWhatToDo() throws Exception {
        environment.put("JAVA_HOME", directory.resolve("nothing").toString());
        assertEquals(1, run());
        assertTrue(err().contains("install JDK 17"), this::said);

        Path old = Files.writeString(Files.createDirectories(directory.resolve("old/bin")).resolve("java"),
                "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        old.toFile().setExecutable(true);
        environment.put("JAVA_HOME", directory.resolve("old").toString());
        assertEquals(1, run());
        assertTrue(err().contains("older than 17"), this::said);
    }

    /** Windows has to be taken at its word here: what can be told of its script is that it says the same. */
    @Test
    void bothScriptsGiveTheSameFlagsAndBothArchivesHoldTheSame() throws Exception {
        Pattern flags = Pattern.compile("-X[X\\w]*:[+\\w]+[=\\w]*|-Xms64m|-Dlabel-recognition\\.conf|io\\.labelrecognition\\.\\w+\\.\\w+|examples.photos.[\\w-]+");
        assertEquals(words(flags, "label-recognition"), words(flags, "label-recognition.bat"));
        assertTrue(Files.readString(home.resolve("bin/label-recognition.bat")).contains("\r\n"));
        assertTrue(Files.isExecutable(home.resolve("bin/label-recognition")));

        Set<String> zipped = new TreeSet<>();
        try (ZipFile zip = new ZipFile(PACKED + ".zip")) {
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> zipped.add(entry.getName()));
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertEquals(files.filter(Files::isRegularFile).map(file -> home.getParent().relativize(file).toString()).collect(Collectors.toCollection(TreeSet::new)), zipped);
        }
        assertFalse(zipped.stream().anyMatch(name -> name.contains("junit") || name.contains("jna")), zipped::toString);
    }

    private static Set<String> words(Pattern pattern, String script) throws IOException {
        try (InputStream in = Files.newInputStream(home.resolve("bin").resolve(script))) {
            // what only asks what the user has said is each shell's own
            return new String(in.readAllBytes()).lines().filter(line -> !line.contains("findstr") && !line.contains(") ;;") && !line.contains("-version"))
                    .flatMap(line -> pattern.matcher(line).results().map(match -> match.group().replace('\\', '/')))
                    .map(word -> word.replaceAll("=.*", "")).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
