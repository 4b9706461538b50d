package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.Patience;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.examples.SamplePhotos;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The application as a process of its own, in a working directory of its own, with the real reader. */
@Execution(ExecutionMode.CONCURRENT)
class ApplicationProcessTest {
    @TempDir
    private Path directory;
    private Process process;
    private int starts;

    @AfterEach
    void end() {
        if (process != null) {
            // what has a terminal is a child of the one that gives it
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The program that gives a process a terminal; null for none. */
    private Path terminal;

    private Path out() {
        return directory.resolve("out-" + starts);
    }

    private Path err() {
        return directory.resolve("err-" + starts);
    }

    private String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private void start(Map<String, String> settings, String... arguments) throws IOException {
        starts++;
        ProcessBuilder builder = ApplicationJvm.builder(directory, List.of(), arguments).redirectOutput(out().toFile()).redirectError(err().toFile());
        if (terminal != null) {
            builder.command(terminal.toString(), "-qefc", String.join(" ", builder.command()), "/dev/null");
        }
        builder.environment().putAll(settings);
        process = builder.start();
    }

    private int run(Map<String, String> settings, String... arguments) throws Exception {
        start(settings, arguments);
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private void awaitLine(String words) {
        await().until(() -> read(out()).contains(words) || !process.isAlive());
        assertTrue(process.isAlive());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "" + socket.getLocalPort();
        }
    }

    private Path photo(String name, String... lines) throws IOException {
        Path photo = directory.resolve(name);
        Files.createDirectories(photo.getParent());
        return Files.write(photo, SamplePhotos.label(lines));
    }

    @Test
    void withoutArgumentsItWatchesReadsAndEndsWhenToldTo() throws Exception {
        start(Map.of("LABEL_LOCAL_PORT", freePort(), "LABEL_RESULT_TYPE", "TextAndPdfAndHocr", "LABEL_PREVIEW", "true"));
        awaitLine("watching " + directory.toRealPath().resolve("inbox"));
        photo("photo.png", "FRESH MILK", "2.49");
        Files.createDirectories(directory.resolve("inbox/shop"));
        Files.move(directory.resolve("photo.png"), directory.resolve("inbox/shop/photo.png"));
        Path text = directory.resolve("outbox/shop/photo.png.txt");
        await().until(() -> Files.exists(text) && Files.exists(directory.resolve("done/shop/photo.png")));
        assertEquals("FRESH MILK\n2.49\n", read(text));
        try (Stream<Path> results = Files.list(text.getParent())) {
            assertEquals(Set.of("photo.png.txt", "photo.png.pdf", "photo.png.hocr", "photo.png.preview.png"),
                    results.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        // SIGTERM
        process.destroy();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        String log = read(err());
        assertFalse(log.contains("Exception"), log);
    }

    @Test
    void namedPhotosArePrintedAndNothingIsMoved() throws Exception {
        Path milk = photo("milk.png", "FRESH MILK");
        Path exit = photo("sub/exit.png", "EXIT ONLY");
        assertEquals(0, run(Map.of(), milk.toString()), () -> "exit code");
        assertEquals("FRESH MILK\n", read(out()));
        assertEquals(0, run(Map.of(), "sub/exit.png", milk.toString()));
        assertEquals("== sub/exit.png ==\nEXIT ONLY\n== " + milk + " ==\nFRESH MILK\n", read(out()));
        assertTrue(Files.exists(milk) && Files.exists(exit));
        assertFalse(Files.exists(directory.resolve("inbox")));
        assertFalse(Files.exists(directory.resolve("outbox")));
    }

    @Test
    void whoReadsThePhotosIsSaidAsItIs() throws Exception {
        String port = freePort();
        start(Map.of("LABEL_SERVICE_URL", "http://127.0.0.1:1", "LABEL_CLIENT_ID", "a", "LABEL_CLIENT_SECRET", "b",
                "LABEL_LOCAL_SERVICE", "true", "LABEL_LOCAL_PORT", port));
        awaitLine("watching");
        assertTrue(read(out()).contains("Photos are read by the service (http://127.0.0.1:1). Others on this machine find the local service at"
                + " http://127.0.0.1:" + port + "."), read(out()));
    }

    @Test
    void onATerminalALineSaysHowFarItIsAndTheTextsStandAboveIt() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.exists(script), "a terminal to be had");
        String photo = photo("exit.png", "EXIT ONLY").toString();
        List<String> photos = Collections.nCopies(12, photo);
        terminal = script;
        assertEquals(0, run(Map.of("TERM", "xterm", "LABEL_REUSE_RESULTS", "0"), photos.toArray(String[]::new)));
        String shown = read(out());
        assertTrue(Pattern.compile("\\d+ read, 0 failed, \\d+ in flight, 0 waiting; [\\d.]+ a second.*\r\u001B\\[K").matcher(shown).find(), shown);
        // what a terminal would show when all is done
        String left = shown.replaceAll("[^\n]*\r\u001B\\[K", "").replace("\r", "");
        assertEquals(("== " + photo + " ==\nEXIT ONLY\n").repeat(12), left);
    }

    @Test
    void logsAreJsonWithThePhotoThatTheyAreAbout() throws Exception {
        Files.write(Files.createDirectories(directory.resolve("inbox/shop")).resolve("a \"b\".png"), Files.readAllBytes(photo("exit.png", "EXIT ONLY")));
        Files.writeString(directory.resolve("inbox/words.png"), "no photo");
        start(Map.of("LABEL_LOCAL_PORT", freePort(), "LABEL_LOG_FORMAT", "json"));
        await().until(() -> read(err()).contains("EXIT") || read(err()).contains(" read, from ") && read(err()).contains(" failed, from "));
        process.destroy();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        Map<String, JsonNode> about = new HashMap<>();
        for (String line : read(err()).lines().toList()) {
            JsonNode said = new ObjectMapper().readTree(line);
            assertTrue(said.has("timestamp") && said.has("level") && said.has("formattedMessage"), line);
            if (said.at("/mdc").has("LabelPhoto")) {
                about.put(said.at("/mdc/LabelPhoto").asText(), said);
            }
        }
        assertEquals(Set.of("shop/a \"b\".png", "words.png"), about.keySet(), read(err()));
        JsonNode read = about.get("shop/a \"b\".png");
        assertTrue(read.get("formattedMessage").asText().startsWith("shop/a \"b\".png read, from "), read.toString());
        assertEquals("WARN", about.get("words.png").get("level").asText());
        assertEquals(directory.toRealPath().resolve("inbox").toString(), read.at("/mdc/LabelInbox").asText());
        assertTrue(read.at("/mdc/camel.routeId").asText().startsWith("label-inbox-source"), read.toString());
    }

    @Test
    void onATerminalTheWatcherSaysHowFarItIs() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.exists(script), "a terminal to be had");
        byte[] photo = Files.readAllBytes(photo("exit.png", "EXIT ONLY"));
        for (int i = 0; i < 30; i++) {
            Path another = photo("inbox/" + i + ".png");
            Files.write(another, photo);
            Files.write(another, new byte[] {(byte) i}, StandardOpenOption.APPEND);
        }
        terminal = script;
        start(Map.of("TERM", "xterm", "LABEL_LOCAL_PORT", freePort()));
        Pattern line = Pattern.compile("\\d+ read, 0 failed, \\d+ in flight, \\d+ waiting; [\\d.]+ a second.*\r\u001B\\[K");
        await().until(() -> line.matcher(read(out())).find() || !process.isAlive());
        assertTrue(process.isAlive(), () -> "still watching");
    }

    @Test
    void aPortThatAnotherHasRefusesTheStart() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> taken = Map.of("LABEL_LOCAL_PORT", "" + other.getLocalPort(), "LABEL_CLIENT_ID", "a", "LABEL_CLIENT_SECRET", "b");
            for (String[] arguments : new String[][] {{}, {"--serve"}}) {
                assertEquals(1, run(taken, arguments));
                assertTrue(read(err()).contains("set label.local-port to another"), read(err()));
                assertEquals(1, read(err()).lines().count(), read(err()));
                assertEquals("", read(out()));
            }
        }
    }

    /** As under cron: Java then knows no letters beyond ASCII in the names of files. */
    @Test
    void withoutALocaleANameWithAnAccentHoldsUpNoOther() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        photo("plain.png", "EXIT ONLY");
        Files.copy(directory.resolve("plain.png"), inbox.resolve("\u00e9t\u00e9.png"));
        Files.copy(directory.resolve("plain.png"), inbox.resolve("plain.png"));

        start(Map.of("LC_ALL", "POSIX", "LANG", "C", "LABEL_LOCAL_PORT", freePort()));

        await().until(() -> Files.exists(directory.resolve("done/plain.png")));
        await().until(() -> read(err()).contains("LC_ALL=C.UTF-8"));
        assertTrue(Files.exists(inbox.resolve("\u00e9t\u00e9.png")));
        assertEquals(1, read(err()).split("LC_ALL=C.UTF-8", -1).length - 1, read(err()));
        process.destroy();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals(1, run(Map.of("LC_ALL", "POSIX", "LANG", "C"), "inbox/\u00e9t\u00e9.png", "plain.png"));
        assertTrue(read(out()).contains("EXIT ONLY"), read(out()));
    }

    @Test
    void aTrustStoreThatIsNotThereIsSaidAndNothingElse() throws Exception {
        assertEquals(2, run(Map.of("LABEL_SERVICE_URL", "https://labels.invalid", "LABEL_CLIENT_ID", "a", "LABEL_CLIENT_SECRET", "b",
                "LABEL_TRUST_STORE", "none.p12")));
        assertEquals("label.trust-store is \"none.p12\": it takes a file that is there, such as /etc/ssl/private-ca.p12" + System.lineSeparator(),
                read(err()));
    }

    @Test
    void wrongUsageEndsWithTwoAndSaysHow() throws Exception {
        assertEquals(2, run(Map.of(), "--watch"));
        assertTrue(read(err()).contains("usage:"));
        assertEquals(2, run(Map.of("LABEL_SERVICE_URL", "http://127.0.0.1:1")));
        assertTrue(read(err()).contains("LABEL_CLIENT_ID"));
        assertEquals(2, run(Map.of("LABEL_SERVICE_URL", "https://labels.invalid", "LABEL_CLIENT_ID", "a", "LABEL_CLIENT_SECRET", "b", "LABEL_PREVIEW", "true")));
        assertTrue(read(err()).startsWith("label.preview is true, but photos are read by https://labels.invalid: only the local service"), read(err()));
        assertEquals(2, run(Map.of("LABEL_LOCAL_PORT", "many")));
        assertTrue(read(err()).contains("label.local-port"));
        assertEquals("", read(out()));
        for (String help : List.of("--help", "-h")) {
            assertEquals(0, run(Map.of(), help));
            assertTrue(read(out()).contains("usage:"));
        }
        assertEquals(0, run(Map.of(), "--version"));
        assertTrue(read(out()).startsWith("label-recognition "));
    }

    @Test
    void servingAnswersATokenToItsClientAlone() throws Exception {
        String port = freePort();
        start(Map.of("LABEL_LOCAL_PORT", port, "LABEL_CLIENT_ID", "estate", "LABEL_CLIENT_SECRET", "a+b"), "--serve");
        awaitLine("serving label recognition at http://127.0.0.1:" + port);
        HttpClient client = HttpClient.newHttpClient();
        for (String secret : List.of("a%2Bb", "wrong")) {
            HttpResponse<String> reply = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=estate&client_secret=" + secret))
                    .build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(secret.equals("wrong") ? 400 : 200, reply.statusCode());
            assertEquals(!secret.equals("wrong"), reply.body().contains("access_token"));
        }
        assertFalse(Files.exists(directory.resolve("inbox")));
        process.destroy();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void stoppedInTheMiddleItGoesOnWithTheSameTaskAtTheNextStart() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            service.latency = Duration.ofHours(1);
            Map<String, String> settings = Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID,
                    "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET, "LABEL_SETTLE", "100ms");
            Files.createDirectories(directory.resolve("inbox"));
            Files.writeString(directory.resolve("inbox/a.jpg"), "A");
            start(settings);
            await().until(() -> service.gets.size() > 1);
            process.destroy();
            assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
            assertTrue(Files.exists(directory.resolve("inbox/a.jpg")));
            assertFalse((read(out()) + read(err())).contains(ScriptedService.CLIENT_SECRET));
            service.latency = Duration.ZERO;
            start(settings);
            await().until(() -> Files.exists(directory.resolve("done/a.jpg")));
            assertEquals("TEXT\n", read(directory.resolve("outbox/a.jpg.txt")));
            assertEquals(1, service.posts.size());
        }
    }
}
