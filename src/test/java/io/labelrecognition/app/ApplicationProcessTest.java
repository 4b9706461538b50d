package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process of its own, in a working directory of its own, with the real reader. */
class ApplicationProcessTest {
    @TempDir
    private Path directory;
    private Process process;
    private int starts;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

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
        Path options = Files.writeString(directory.resolve("java-options"),
                "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "@" + options, LabelRecognition.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(out().toFile()).redirectError(err().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LABEL_"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    private int run(Map<String, String> settings, String... arguments) throws Exception {
        start(settings, arguments);
        assertTrue(process.waitFor(50, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private void awaitLine(String words) {
        await().atMost(Duration.ofSeconds(40)).until(() -> read(out()).contains(words) || !process.isAlive());
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
        start(Map.of("LABEL_LOCAL_PORT", freePort()));
        awaitLine("watching " + directory.toRealPath().resolve("inbox"));
        photo("photo.png", "FRESH MILK", "2.49");
        Files.createDirectories(directory.resolve("inbox/shop"));
        Files.move(directory.resolve("photo.png"), directory.resolve("inbox/shop/photo.png"));
        Path text = directory.resolve("outbox/shop/photo.png.txt");
        await().atMost(Duration.ofSeconds(40)).until(() -> Files.exists(text) && Files.exists(directory.resolve("done/shop/photo.png")));
        assertEquals("FRESH MILK\n2.49\n", read(text));
        // SIGTERM
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertFalse(read(err()).contains("Exception"), () -> "the log says nothing of exceptions");
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
    void aPhotoThatCannotBeReadIsSaidOnStandardErrorAndTheOthersArePrinted() throws Exception {
        Path good = photo("good.png", "EXIT ONLY");
        Path bad = Files.writeString(directory.resolve("bad.jpg"), "this is no photo");
        assertEquals(1, run(Map.of(), bad.toString(), good.toString(), "none.jpg"));
        assertEquals("== " + good + " ==\nEXIT ONLY\n", read(out()));
        assertTrue(read(err()).contains("bad.jpg: "), read(err()));
        assertTrue(read(err()).contains("none.jpg: "), read(err()));
    }

    @Test
    void theLocalServiceIsNotLookedForBehindTheProxy() throws Exception {
        assertEquals(0, run(Map.of("LABEL_PROXY", "http://127.0.0.1:1"), photo("exit.png", "EXIT ONLY").toString()), () -> "exit code");
        assertEquals("EXIT ONLY\n", read(out()));
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
        assertEquals(2, run(Map.of("LABEL_LOCAL_PORT", "many")));
        assertTrue(read(err()).contains("label.local-port"));
        assertEquals("", read(out()));
        assertEquals(0, run(Map.of(), "--help"));
        assertTrue(read(out()).contains("usage:"));
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
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
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
            await().atMost(Duration.ofSeconds(30)).until(() -> service.gets.size() > 1);
            process.destroy();
            assertTrue(process.waitFor(15, TimeUnit.SECONDS));
            assertTrue(Files.exists(directory.resolve("inbox/a.jpg")));
            assertFalse((read(out()) + read(err())).contains(ScriptedService.CLIENT_SECRET));
            service.latency = Duration.ZERO;
            start(settings);
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("done/a.jpg")));
            assertEquals("TEXT\n", read(directory.resolve("outbox/a.jpg.txt")));
            assertEquals(1, service.posts.size());
        }
    }
}
