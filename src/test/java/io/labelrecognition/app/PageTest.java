package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.examples.SamplePhotos;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page answers, and whom; what it looks like is seen in a browser. */
class PageTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;
    private ScriptedService service;
    private WatchedFolders folders;
    private URI page;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        folders = new WatchedFolders(directory, service).withPage().set("LABEL_MAX_PHOTO_BYTES", "1MB");
        folders.start();
        page = URI.create(folders.awaitPage());
    }

    @AfterEach
    void stop() {
        folders.close();
        service.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(page.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String origin() {
        return page.toString().replaceAll("/$", "");
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(page.resolve(path)).header("Origin", origin()).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> handIn(String name, String content) throws Exception {
        return post("/page/photos?inbox=0&name=" + encoded(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode state() throws Exception {
        return JSON.readTree(get("/page/state").body());
    }

    /** A request as it stands here, with its headers; what a client of Java's would not send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(15), StandardCharsets.ISO_8859_1).split(" ")[1];
        }
    }

    // ---- who may look

    @Test
    void strangersAreTurnedAway() throws Exception {
        for (String asked : List.of("GET /", "GET /page/state", "GET /page/events", "POST /page/photos?inbox=0&name=a.jpg", "POST /page/failed/try-again?id=0/a.jpg")) {
            isTurnedAway(asked);
        }
        assertEquals(List.of(), List.copyOf(WatchedFolders.files(folders.inbox).keySet()));
    }

    private void isTurnedAway(String asked) throws Exception {
        String own = "Host: 127.0.0.1:" + page.getPort() + "\nOrigin: " + origin() + "\nContent-Length: 0";
        String start = asked + " HTTP/1.1\n";
        for (String headers : List.of(own.replace("Host: 127.0.0.1", "Host: evil.example"), own + "\nSec-Fetch-Site: cross-site",
                own + "\nSec-Fetch-Site: same-site", own + "\nSec-Fetch-Dest: iframe", own + "\nSec-Fetch-Dest: object")) {
            assertEquals("403", raw(start + headers), headers);
        }
        if (asked.startsWith("POST")) {
            assertEquals("403", raw(start + own.replaceAll("Origin: .*", "Origin: http://evil.example")));
            assertEquals("403", raw(start + own.replaceAll("Origin: .*", "Origin: null")));
            assertEquals("403", raw(start + own.replaceAll("Origin: .*\n", "")), "a form of another page's says no origin in old browsers");
            assertEquals("403", raw(start + own.replaceAll("Origin: http://127.0.0.1:\\d+", "Origin: http://127.0.0.1:1")));
        }
    }

    @Test
    void everyAnswerSaysWhatABrowserMayDoWithIt() throws Exception {
        for (String path : List.of("/", "/page/page.js", "/page/view.js", "/page/page.css", "/page/icon.svg", "/page/state", "/page/none")) {
            HttpResponse<String> answer = get(path);
            assertTrue(answer.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'; script-src 'self';"), path);
            assertTrue(answer.headers().firstValue("Content-Security-Policy").orElse("").contains("frame-ancestors 'none'"), path);
            assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("DENY", answer.headers().firstValue("X-Frame-Options").orElse(""), path);
            assertEquals("same-origin", answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""), path);
            assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty(), path);
        }
    }

    @Test
    void noCredentialIsInIt() throws Exception {
        folders.drop("a.jpg", "A");
        WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
        String all = get("/page/state").body();
        assertFalse(all.contains(ScriptedService.CLIENT_SECRET));
        service.tokens.forEach(token -> assertFalse(all.contains(token)));
    }

    @Test
    void noPathLeadsElsewhere() throws Exception {
        folders.drop("a.jpg", "A");
        WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
        for (String path : List.of("/page/../application.properties", "/page/%2e%2e/%2e%2e/etc/passwd", "/page/BOOT/photos/1/../../x", "/page/BOOT/photos/999/small",
                "/page/0123456789ab/photos/1/small", "/page/BOOT/failed/small?id=0/../../journal/tasks.log", "/page/BOOT/failed/small?id=..%2f..%2fx", "/page/BOOT/photos/-1/large")) {
            assertEquals("404", raw("GET " + path.replace("BOOT", state().at("/state/boot").asText()) + " HTTP/1.1\nHost: 127.0.0.1:" + page.getPort()), path);
        }
    }

    // ---- photos

    @Test
    void photosAreShownAsJpegWhateverTheyAre() throws Exception {
        Files.createDirectories(folders.inbox);
        Files.write(folders.inbox.resolve("milk.png"), SamplePhotos.label("FRESH MILK"));
        folders.drop("page.jpg", "<html><script>alert(1)</script>");
        await().until(() -> state().at("/read").size() == 2);
        for (JsonNode read : state().at("/read")) {
            HttpResponse<byte[]> picture = HTTP.send(HttpRequest.newBuilder(page.resolve("/page/" + state().at("/state/boot").asText() + "/photos/"
                    + read.get("id").asLong() + "/small")).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (read.get("name").asText().equals("milk.png")) {
                assertEquals("image/jpeg", picture.headers().firstValue("Content-Type").orElse(""));
                assertEquals(0xd8, picture.body()[1] & 0xff);
            } else {
                assertEquals(404, picture.statusCode());
                assertTrue(picture.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
            }
        }
    }

    @Test
    void aPhotoThatIsHandedInGoesTheWayOfAllOthers() throws Exception {
        assertEquals("{\"name\":\"Straße & Ecke.jpg\"}", handIn("Straße & Ecke.jpg", "A").body());
        WatchedFolders.awaitFiles(folders.done, "Straße & Ecke.jpg", "A");
        WatchedFolders.awaitFiles(folders.outbox, "Straße & Ecke.jpg.txt", "TEXT\n");
        await().until(() -> state().at("/read/0/text").asText().equals("TEXT\n"));
    }

    @Test
    void nothingIsOverwrittenInTheInbox() throws Exception {
        service.onToken.add(ScriptedService.reply(401, "text/plain", ""));
        folders.drop("first.jpg", "0");
        await().until(() -> state().at("/state/stops").size() == 1);
        assertEquals("{\"name\":\"a.jpg\"}", handIn("a.jpg", "A").body());
        assertEquals("{\"name\":\"a-2.jpg\"}", handIn("a.jpg", "B").body());
        WatchedFolders.awaitFiles(folders.inbox, "a.jpg", "A", "a-2.jpg", "B", "first.jpg", "0");
    }

    @Test
    void aNameThatTheInboxWouldNotTakeIsRefusedWithTheReason() throws Exception {
        for (String name : List.of("../a.jpg", "a/b.jpg", "a\\b.jpg", ".hidden.jpg", "a.jpg.part", "a.exe", "jpg", "", "a\u0000.jpg", "a\nb.jpg", "a.error.json",
                "n".repeat(240) + ".jpg")) {
            HttpResponse<String> answer = handIn(name, "A");
            assertEquals(422, answer.statusCode(), () -> name + ": " + answer.body());
            assertFalse(answer.body().isBlank());
        }
        assertEquals(Set.of(), WatchedFolders.files(directory.resolve("inbox")).keySet());
        assertFalse(Files.exists(directory.resolve("a.jpg")));
    }

    @Test
    void oneThatIsTooLargeIsRefusedAndOneThatBreaksOffLeavesNothing() throws Exception {
        HttpResponse<String> answer = post("/page/photos?inbox=0&name=large.jpg", new byte[3 << 20]);
        assertEquals(413, answer.statusCode());
        assertTrue(answer.body().contains("label.max-photo-bytes"), answer.body());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
            socket.getOutputStream().write(("POST /page/photos?inbox=0&name=half.jpg HTTP/1.1\r\nHost: 127.0.0.1:" + page.getPort() + "\r\nOrigin: " + origin()
                    + "\r\nContent-Length: 1000\r\n\r\nhalf").getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> dotFiles() > 0);
        }
        await().until(() -> dotFiles() == 0);
        assertEquals(Set.of(), WatchedFolders.files(folders.inbox).keySet());
    }

    @Test
    void whoeverHandsInSlowlyIsInNobodysWay() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort());
                slow.add(socket);
                socket.getOutputStream().write(("POST /page/photos?inbox=0&name=" + i + ".jpg HTTP/1.1\r\nHost: 127.0.0.1:" + page.getPort() + "\r\nOrigin: "
                        + origin() + "\r\nContent-Length: 1000\r\n\r\nhalf").getBytes(StandardCharsets.ISO_8859_1));
            }
            await().until(() -> dotFiles() > 0);
            assertEquals(200, get("/page/state").statusCode());
            folders.drop("a.jpg", "A");
            WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().until(() -> dotFiles() == 0);
        assertEquals(200, handIn("b.jpg", "B").statusCode());
    }

    /** Files that are being written. */
    private long dotFiles() throws IOException {
        try (Stream<Path> files = Files.list(folders.inbox)) {
            return files.filter(file -> file.toString().endsWith(".part")).count();
        }
    }

    @Test
    void aFailedPhotoIsTriedAgainBesideAnotherOfItsName() throws Exception {
        service.onPost.add(ScriptedService.reply(413, "text/plain", "too large"));
        folders.drop("a.jpg", "A");
        await().until(() -> state().at("/failures").size() == 1);
        assertEquals("refused", state().at("/failures/0/reason").asText());
        assertEquals(404, post("/page/failed/try-again?id=0/b.jpg", new byte[0]).statusCode());
        service.onPost.add(ScriptedService.reply(503, "text/plain", "", "Retry-After", "2"));
        folders.drop("a.jpg", "B");
        await().until(() -> service.posts.size() == 2);
        assertEquals(200, post("/page/failed/try-again?id=" + encoded("0/a.jpg"), new byte[0]).statusCode());
        WatchedFolders.awaitFiles(folders.done, "a.jpg", "B", "a-2.jpg", "A");
        assertEquals(0, state().at("/failures").size());
        assertEquals(404, post("/page/failed/try-again?id=0/a.jpg", new byte[0]).statusCode(), "it is gone");
    }

    // ---- live

    @Test
    void eventsTellWhatChangesAndGoOnWhereTheyWere() throws Exception {
        String boot = state().at("/state/boot").asText();
        List<String> told = new ArrayList<>();
        try (BufferedReader events = events("")) {
            for (int i = 0; i < 3; i++) {
                folders.drop(i + ".jpg", "A" + i);
            }
            while (told.stream().filter(line -> line.startsWith("id: ")).count() < 3) {
                told.add(events.readLine());
            }
        }
        assertTrue(told.contains("event: state") && told.contains("id: " + boot + "-3"), told.toString());
        try (BufferedReader events = events("Last-Event-ID: " + boot + "-1\r\n")) {
            List<String> later = new ArrayList<>();
            while (later.stream().filter(line -> line.startsWith("id: ")).count() < 2) {
                later.add(events.readLine());
            }
            assertTrue(later.contains("id: " + boot + "-2") && later.contains("id: " + boot + "-3") && !later.contains("id: " + boot + "-1"), later.toString());
        }
    }

    private BufferedReader events(String headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("GET /page/events?after=0 HTTP/1.1\r\nHost: localhost:" + page.getPort() + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void theLastThousandAreKept() throws Exception {
        folders.close();
        Path done = folders.done;
        Files.createDirectories(done.resolve("shop"));
        Files.createDirectories(folders.outbox.resolve("shop"));
        IntStream.range(0, 1100).forEach(i -> {
            try {
                Files.writeString(done.resolve("shop/" + i + ".jpg"), "A" + i);
                Path text = Files.writeString(folders.outbox.resolve("shop/" + i + ".jpg.txt"), "TEXT " + i + "\n");
                Files.setLastModifiedTime(text, FileTime.fromMillis(1_000_000L * (i + 1)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        folders.start();
        page = URI.create(folders.awaitPage());
        JsonNode read = state().at("/read");
        assertEquals(1000, read.size());
        assertEquals(Map.of("first", "shop/100.jpg", "last", "shop/1099.jpg", "text", "TEXT 1099\n"),
                Map.of("first", read.get(0).get("name").asText(), "last", read.get(999).get("name").asText(), "text", read.get(999).get("text").asText()));
    }

    // ---- whether there is one

    @Test
    void itCanBeTurnedOffAndThenNothingListens() throws Exception {
        folders.close();
        try (CapturedOutput output = new CapturedOutput()) {
            folders.set("LABEL_PAGE", "false").start();
            folders.drop("a.jpg", "A");
            WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
            assertFalse(output.toString().contains("in a browser"), output.toString());
        }
    }

    @Test
    void aPortThatIsTakenLeavesAllElseAsItIs() throws Exception {
        folders.close();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); CapturedOutput output = new CapturedOutput()) {
            folders.set("LABEL_LOCAL_PORT", String.valueOf(other.getLocalPort())).start();
            folders.drop("a.jpg", "A");
            WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
            await().until(() -> output.toString().contains("There is no page: 127.0.0.1:" + other.getLocalPort() + " is taken."));
        }
    }
}
