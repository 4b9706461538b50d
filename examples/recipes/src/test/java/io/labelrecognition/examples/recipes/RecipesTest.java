package io.labelrecognition.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each recipe as it stands, in a plain Camel host, with real photos and the local service. */
class RecipesTest {
    private static final Path PHOTOS = Path.of("../photos");
    private static final String TAG = "price-tag-milk";
    private static final String PLATE = "number-plate-long";

    private static Main reader;
    private static LocalService localService;
    private static int port;

    @TempDir
    Path folder;

    private final Main host = new Main();

    /** What a host does that serves the three calls by itself. */
    @BeforeAll
    static void readPhotosHere() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        port = freePort();
        localService = new LocalService(LocalServiceSettings.of("a-client", "a-secret", 20 << 20));
        reader = new Main();
        localService.bindTo(reader::bind);
        LocalService.serverProperties(port).forEach(reader::addInitialProperty);
        reader.configure().withRoutesIncludePattern(LocalService.ROUTES);
        reader.start();
    }

    @AfterAll
    static void stopReading() {
        reader.stop();
        localService.close();
    }

    @AfterEach
    void stop() {
        host.stop();
    }

    @Test
    void fileToLog() throws Exception {
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            start("file-to-log", "photos.folder", folder, "label.journal", folder.resolve("journal"));

            drop(TAG, folder);

            await().until(() -> log.toString(UTF_8).contains("Exchange[Body: " + text(TAG).strip()));
            await().until(() -> Files.exists(folder.resolve(".done").resolve(TAG + ".jpg")));
        } finally {
            System.setErr(console);
        }
    }

    @Test
    void aPhotoThatCannotBeReadMovesOutOfTheWay() throws Exception {
        start("file-to-log", "photos.folder", folder, "label.journal", folder.resolve("journal"));

        Files.writeString(folder.resolve("broken.jpg"), "no photo");

        await().until(() -> Files.exists(folder.resolve(".failed/broken.jpg")));
    }

    @Test
    void numberPlates() throws Exception {
        start("number-plates", "plates.inbox", folder.resolve("inbox"), "plates.outbox", folder.resolve("outbox"),
                "plates.done", folder.resolve("done"), "plates.failed", folder.resolve("failed"));

        drop(TAG, folder.resolve("inbox"));
        drop(PLATE, folder.resolve("inbox"));

        await().until(() -> Files.exists(folder.resolve("done/" + TAG + ".jpg")) && Files.exists(folder.resolve("done/" + PLATE + ".jpg")));
        assertEquals(text(PLATE), Files.readString(folder.resolve("outbox/" + PLATE + ".jpg.txt")));
        assertFalse(Files.exists(folder.resolve("outbox/" + TAG + ".jpg.txt")));
    }

    @Test
    void upload() throws Exception {
        int uploads = freePort();
        start("upload", "camel.server.enabled", "true", "camel.server.host", "127.0.0.1", "camel.server.port", uploads);

        HttpResponse<String> text = post(uploads, photo(TAG));
        assertEquals(200, text.statusCode());
        assertEquals(text(TAG), text.body());
        assertEquals("text/plain; charset=UTF-8", text.headers().firstValue("Content-Type").orElse(""));

        HttpResponse<String> refusal = post(uploads, "no photo".getBytes());
        assertEquals(422, refusal.statusCode());
        assertFalse(refusal.body().isBlank());
    }

    @Test
    void queue() throws Exception {
        start("queue", "queue.photos", folder.resolve("photos"), "queue.texts", folder.resolve("texts"),
                "label.journal", folder.resolve("journal"));

        drop(TAG, folder.resolve("photos"));
        drop(PLATE, folder.resolve("photos"));

        await().until(() -> Files.exists(folder.resolve("texts/" + TAG + ".jpg.txt"))
                && Files.exists(folder.resolve("texts/" + PLATE + ".jpg.txt")));
        assertEquals(text(TAG), Files.readString(folder.resolve("texts/" + TAG + ".jpg.txt")));
    }

    private void start(String recipe, Object... properties) {
        host.addInitialProperty("label.service-url", "http://127.0.0.1:" + port);
        host.addInitialProperty("label.client-id", "a-client");
        host.addInitialProperty("label.client-secret", "a-secret");
        for (int i = 0; i < properties.length; i += 2) {
            host.addInitialProperty(properties[i].toString(), properties[i + 1].toString());
        }
        host.configure().withRoutesIncludePattern("file:" + recipe + ".camel.yaml");
        host.start();
        assertTrue(host.getCamelContext().getRoute(recipe) != null, "the recipe has another id than its file");
    }

    private static byte[] photo(String name) throws IOException {
        return Files.readAllBytes(PHOTOS.resolve(name + ".jpg"));
    }

    private static String text(String name) throws IOException {
        return Files.readString(PHOTOS.resolve(name + ".txt"));
    }

    private static void drop(String name, Path into) throws IOException {
        Files.createDirectories(into);
        Files.write(into.resolve(name + ".jpg"), photo(name));
    }

    private static HttpResponse<String> post(int port, byte[] photo) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/labels"))
                .header("Content-Type", "image/jpeg").POST(HttpRequest.BodyPublishers.ofByteArray(photo)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
