package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.Patience;
import io.labelrecognition.client.ScriptedService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The distribution, unpacked into an empty folder and started by its script. */
@Execution(ExecutionMode.CONCURRENT)
class DistributionIT {
    private static final String PACKED = System.getProperty("distribution");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    static Path unpacked;

    private static Path home;

    /** Shared, so that one archive of classes serves all tests but those about it. */
    @TempDir
    static Path cache;

    /** Where no archive is made. */
    private static final String NOWHERE = "/proc/nowhere";

    @TempDir
    Path directory;

    private Process process;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void unpack() throws Exception {
        home = unpack("a folder with spaces");
        ProcessBuilder first = new ProcessBuilder(home.resolve("bin/label-recognition").toString(), "--version");
        first.environment().putAll(Map.of("JAVA_HOME", JAVA_HOME.toString(), "LABEL_RECOGNITION_CACHE", cache.toString()));
        assertDone(first);
    }

    /** What it says goes into the message: the output of this JVM is Maven's. */
    private static void assertDone(ProcessBuilder command) throws IOException, InterruptedException {
        Process done = command.redirectErrorStream(true).start();
        String said = new String(done.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, done.waitFor(), said);
    }

    private static Path unpack(String name) throws Exception {
        Path folder = Files.createDirectories(unpacked.resolve(name));
        assertDone(new ProcessBuilder("tar", "-xzf", PACKED + ".tar.gz", "-C", folder.toString()));
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
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
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
        await().until(() -> out().contains("watching") || !process.isAlive());
        assertTrue(process.isAlive(), this::said);
        assertEquals(JAVA_HOME.resolve("bin/java").toRealPath(), Path.of(process.info().command().orElseThrow()).toRealPath());

        Files.copy(home.resolve("examples/photos/street-sign-blades.jpg"), directory.resolve("inbox/b.jpg"));
        Path text = directory.resolve("outbox/b.jpg.txt");
        await().until(() -> Files.exists(text));
        assertEquals(Files.readString(home.resolve("examples/photos/street-sign-blades.txt")), Files.readString(text));

        process.destroy();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        await().until(() -> Files.exists(directory.resolve("done/b.jpg")));
    }

    @Test
    void itsOwnSettingsHoldWhereTheWorkingDirectoryHasNone() throws Exception {
        Path there = unpack("with settings");
        environment.put("LABEL_RECOGNITION_CACHE", NOWHERE);
        Path conf = there.resolve("conf/application.properties");
        String asDelivered = Files.readString(conf);
        assertTrue(asDelivered.contains("\n#label.inbox=inbox\n"), asDelivered);
        Files.writeString(conf, asDelivered.replace("#label.max-in-flight=64", "label.max-in-flight=many"));
        assertEquals(2, run(there));
        assertTrue(err().contains("label.max-in-flight is \"many\""), this::said);
        Files.writeString(directory.resolve("application.properties"), "label.settle=soon\n");
        assertEquals(2, run(there));
        assertTrue(err().contains("label.settle is \"soon\"") && !err().contains("max-in-flight"), this::said);
    }

    @Test
    void aBrokenArchiveAndNoPlaceForOneAreNoTrouble() throws Exception {
        assertEquals(0, run("--version"));
        String version = out();
        Path own = Files.createDirectory(directory.resolve("cache"));
        for (Path archive : archives(cache)) {
            Files.writeString(own.resolve(archive.getFileName()), "broken");
        }
        environment.put("LABEL_RECOGNITION_CACHE", own.toString());
        assertEquals(0, run("--version"));
        assertEquals(version, out());
        assertEquals("", err());
        for (Path archive : archives(own)) {
            assertEquals("broken", Files.readString(archive), "it was this one");
        }
        for (String nowhere : List.of(NOWHERE, Files.writeString(directory.resolve("a-file"), "").toString())) {
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
        assertTrue(first.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals(0, first.exitValue());
        assertEquals(1, archives(directory.resolve("cache")).size());
        assertEquals(0, run("--version"));
        assertEquals("", err());
    }

    @Test
    void whatIsSaidOfTheJvmHolds() throws Exception {
        environment.put("LABEL_RECOGNITION_CACHE", NOWHERE);
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
    void itSaysOfEachLibraryWhatItIsAndUnderWhichLicence() throws Exception {
        JsonNode bill = new ObjectMapper().readTree(home.resolve("bom.json").toFile());
        assertEquals("CycloneDX", bill.get("bomFormat").asText());
        Set<String> billed = new TreeSet<>();
        for (JsonNode component : bill.get("components")) {
            String name = component.get("name").asText() + "-" + component.get("version").asText();
            assertTrue(component.path("licenses").size() > 0, name);
            billed.add(name);
        }
        String licences = Files.readString(home.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            List<String> carried = files.map(file -> file.getFileName().toString().replaceFirst("\\.jar$", "")).filter(name -> !name.startsWith("label-recognition-")).toList();
            assertTrue(carried.size() > 50, carried::toString);
            for (String library : carried) {
                assertTrue(billed.stream().anyMatch(name -> library.equals(name) || library.startsWith(name + "-")), () -> library + " is not in bom.json");
                String artifact = library.replaceFirst("-\\d.*", "");
                assertTrue(licences.contains(":" + artifact + ":"), () -> library + " is not in THIRD-PARTY.txt");
            }
        }
        assertFalse(licences.contains("Unknown license"), licences);
    }

    /** What systemd would do with the unit but for its walls, which only itself can build. */
    @Test
    void theUnitForSystemdIsUnderstoodAndStartsAsItSays() throws Exception {
        String unit = Files.readString(Path.of("examples/systemd/label-recognition.service"));
        String placed = unit.replace("/opt/label-recognition", home.toString());
        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        try (ScriptedService service = new ScriptedService()) {
            Files.writeString(credentials.resolve("client-secret"), ScriptedService.CLIENT_SECRET + "\n");
            environment.remove("LANG");
            Matcher variable = Pattern.compile("(?m)^Environment=(\\w+)=(.*)$").matcher(placed);
            while (variable.find()) {
                environment.put(variable.group(1), variable.group(2).replace("%d", credentials.toString()));
            }
            environment.put("LABEL_RECOGNITION_CACHE", cache.toString());
            environment.put("LABEL_SERVICE_URL", service.url());
            environment.put("LABEL_CLIENT_ID", ScriptedService.CLIENT_ID);
            Matcher command = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(placed);
            assertTrue(command.find());
            Files.createDirectories(directory.resolve("inbox"));
            Files.writeString(directory.resolve("inbox/b.jpg"), "a photo");
            start(Path.of(command.group(1)));
            await().until(() -> Files.exists(directory.resolve("done/b.jpg")) || !process.isAlive());
            assertTrue(process.isAlive(), this::said);
            process.destroy();
            assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
            assertTrue(unit.contains("SuccessExitStatus=" + process.exitValue()), () -> "it ended with " + process.exitValue());
            assertFalse(said().contains(ScriptedService.CLIENT_SECRET), this::said);
        }
        environment.put("LABEL_CLIENT_SECRET_FILE", credentials.resolve("none").toString());
        assertEquals(2, run(), this::said);
        assertTrue(unit.contains("RestartPreventExitStatus=2") && err().contains("label.client-secret-file is "), this::said);
    }

    @Test
    @EnabledIf("hasSystemd")
    void systemdFindsNothingWrongWithItsUnitAndLittleExposed() throws Exception {
        Path unit = directory.resolve("label-recognition.service");
        Files.writeString(unit, Files.readString(Path.of("examples/systemd/label-recognition.service")).replace("/opt/label-recognition", unpack("opt").toString()));
        assertEquals("", analyzed("verify", unit.toString()));
        Matcher exposure = Pattern.compile("Overall exposure level for label-recognition.service: ([\\d.]+)")
                .matcher(analyzed("security", "--offline=true", "--no-pager", unit.toString()));
        assertTrue(exposure.find());
        assertTrue(Double.parseDouble(exposure.group(1)) <= 2, exposure::group);
    }

    static boolean hasSystemd() {
        return Files.isExecutable(Path.of("/usr/bin/systemd-analyze"));
    }

    private static String analyzed(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void withoutAJavaOrWithAnOldOneItSaysWhatToDo() throws Exception {
        // another Java makes an archive of its own, in the place of the one that is there
        environment.put("LABEL_RECOGNITION_CACHE", NOWHERE);
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

    /** Windows has to be taken at its word here: what can be told of its script is that it says the same, and that no path with a bracket ends a block. */
    @Test
    void bothScriptsGiveTheSameFlagsAndBothArchivesHoldTheSame() throws Exception {
        Pattern flags = Pattern.compile("-X[X\\w]*:[+\\w]+[=\\w]*|-Xms64m|-Dlabel-recognition\\.conf|io\\.labelrecognition\\.\\w+\\.\\w+|examples.photos.[\\w-]+");
        assertEquals(words(flags, "label-recognition"), words(flags, "label-recognition.bat"));
        String script = Files.readString(home.resolve("bin/label-recognition.bat"));
        assertTrue(script.lines().allMatch(line -> script.contains(line + "\r\n")));
        assertFalse(Pattern.compile("(?m)\\(\\r?$").matcher(script).find(), "a block");
        assertTrue(Pattern.compile("%~?[A-Z_]*(HOME|JAVA|LAUNCHER|FILE|CACHE)[A-Z_]*%").matcher(script.replaceAll("\"[^\"]*\"|rem .*", "").replace("%JAVA_OPTS%", "")).results().toList().isEmpty(),
                "a path outside quotes");
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
