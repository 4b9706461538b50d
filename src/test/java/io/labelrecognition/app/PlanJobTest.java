package io.labelrecognition.app;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What is said of an inbox before it is read: that it comes so, and that saying it changes nothing. */
class PlanJobTest {
    @TempDir
    private Path directory;
    private final ScriptedService service;
    private final Map<String, String> variables = new HashMap<>();

    PlanJobTest() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private WatchedFolders folders() {
        WatchedFolders folders = new WatchedFolders(directory, service);
        variables.forEach(folders::set);
        return folders;
    }

    /** While nothing else runs: not a byte is another afterwards, and no call was made. */
    private String said(boolean json) throws Exception {
        Map<String, String> before = everything();
        int calls = service.posts.size() + service.gets.size() + service.tokens.size();
        String said = saidBesideOthers(json);
        assertEquals(before, everything());
        assertEquals(calls, service.posts.size() + service.gets.size() + service.tokens.size());
        return said;
    }

    private String saidBesideOthers(boolean json) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("LABEL_INBOX", directory.resolve("inbox").toString(), "LABEL_JOURNAL", directory.resolve("journal").toString(),
                "LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID, "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET));
        environment.putAll(variables);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertEquals(0, new PlanJob(Settings.load(directory, null, environment), new PrintStream(said, true, StandardCharsets.UTF_8), json).run());
        return said.toString(StandardCharsets.UTF_8);
    }

    private JsonNode plan() throws Exception {
        return new ObjectMapper().readTree(said(true));
    }

    private JsonNode planBesideOthers() throws Exception {
        return new ObjectMapper().readTree(saidBesideOthers(true));
    }

    /** Every file with its bytes and time. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files.put(file.toString(), Files.getLastModifiedTime(file) + (Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : ""));
            }
        }
        return files;
    }

    private void drop(String name, String content) throws IOException {
        Path photo = directory.resolve("inbox").resolve(name);
        Files.createDirectories(photo.getParent());
        Files.writeString(photo, content);
    }

    @Test
    void newPhotosAreCountedOnceAndThoseThatCannotBeSentAreNamed() throws Exception {
        variables.put("LABEL_MAX_PHOTO_BYTES", "10KB");
        variables.put("LABEL_PRICE_PER_CALL", "0.02");
        variables.put("LABEL_CALLS_PER_MONTH", "5");
        drop("a.jpg", "A");
        drop("b/a copy.JPG", "A");
        drop("c.png", "C");
        drop("empty.jpg", "");
        drop("large.jpg", "x".repeat(20_000));
        drop("notes.txt", "no photo");
        drop(".hidden.jpg", "H");
        drop(".trash/d.jpg", "D");
        drop("upload.jpg.part", "U");
        JsonNode plan = plan();
        assertEquals(5, plan.get("photos").asInt(), plan.toString());
        assertEquals(2, plan.get("send").asInt(), plan.toString());
        assertEquals(1, plan.get("same").asInt(), plan.toString());
        assertEquals("empty.jpg: The photo is empty: 0 bytes.", plan.at("/refused/0/photo").asText() + ": " + plan.at("/refused/0/reason").asText());
        assertEquals("large.jpg", plan.at("/refused/1/photo").asText());
        assertEquals(6, plan.get("calls").asInt());
        assertEquals("0.12", plan.get("cost").decimalValue().toPlainString());
        assertEquals(5, plan.get("callsLeft").asInt());
        assertTrue(!plan.get("isCovered").asBoolean());
        assertNull(plan.get("seconds"), plan.toString());

        String table = said(false);
        assertTrue(table.contains("2 would be sent") && table.contains("empty.jpg: The photo is empty") && table.contains("cost       about 0.12, at 0.02 a call")
                && table.contains("5 calls of this month are left: too few") && table.contains("unknown: no photo has been read"), table);
    }

    /** What the plan says of a photo is what the application then does with it. */
    @Test
    void whatIsKnownOfPhotosIsWhatTheApplicationKnows() throws Exception {
        variables.put("LABEL_CALLS_PER_MONTH", "100");
        try (WatchedFolders application = folders()) {
            application.drop("read.jpg", "read");
            application.start();
            WatchedFolders.awaitFiles(application.done, "read.jpg", "read");
            service.onGet.add(ScriptedService.result("x", "Error", "Error", null, "{\"messages\":[\"Bad image\"],\"notices\":[]}"));
            application.drop("bad.jpg", "bad");
            await().until(() -> Files.exists(application.failed.resolve("bad.jpg")));
            service.latency = Duration.ofHours(1);
            application.drop("sent.jpg", "sent");
            await().until(() -> service.posts.size() == 3 && planBesideOthers().get("fetch").asInt() == 1);
        }
        drop("read again.jpg", "read");
        drop("new.jpg", "new");
        JsonNode plan = plan();
        assertEquals("1 1 1", plan.get("send").asText() + " " + plan.get("fetch").asText() + " " + plan.get("answered").asText(), plan.toString());
        assertTrue(plan.get("latency").asDouble() > 0 && plan.get("seconds").asDouble() > 0, plan.toString());
        long made = service.posts.size() + service.gets.size();
        assertEquals(100 - made, plan.get("callsLeft").asLong(), plan.toString());

        service.latency = Duration.ZERO;
        int posts = service.posts.size();
        try (WatchedFolders application = folders()) {
            application.start();
            await().until(() -> WatchedFolders.files(application.inbox).isEmpty());
        }
        assertEquals(posts + plan.get("send").asInt(), service.posts.size());
    }

    @Test
    void itIsSaidWhileAnApplicationIsRunningToo() throws Exception {
        service.onPost.add(reply(503, "text/plain", "", "Retry-After", "600"));
        try (WatchedFolders application = folders()) {
            application.drop("a.jpg", "A");
            application.start();
            await().until(() -> service.posts.size() == 1);
            assertEquals(1, planBesideOthers().get("send").asInt());
        }
    }

    @Test
    void aSharedStoreIsAskedAndGetsNoNode() throws Exception {
        PGSimpleDataSource database = Postgres.database();
        variables.putAll(Map.of("LABEL_STORE_URL", database.getURL(), "LABEL_STORE_USER", "postgres", "LABEL_CALLS_PER_MONTH", "100"));
        drop("read.jpg", "read");
        assertEquals(1, plan().get("send").asInt());
        assertEquals("0", Postgres.value(database, "select count(*) from pg_class where relname like 'lr\\_%'"), "no tables are made");
        try (WatchedFolders application = folders()) {
            application.start();
            WatchedFolders.awaitFiles(application.done, "read.jpg", "read");
        }
        drop("read again.jpg", "read");
        drop("new.jpg", "new");
        JsonNode plan = plan();
        assertEquals(1, plan.get("answered").asInt(), plan.toString());
        assertTrue(plan.get("latency").asDouble() > 0 && plan.get("seconds").asDouble() > 0, plan.toString());
        assertEquals(98, plan.get("callsLeft").asInt(), plan.toString());
        assertEquals("1", Postgres.value(database, "select count(*) from lr_node"));
    }

    /** The reader's own client and the address that it is remembered by. */
    @Test
    void photosThatTheLocalServiceHasReadAreKnown() throws Exception {
        variables.putAll(Map.of("LABEL_SERVICE_URL", "", "LABEL_CLIENT_ID", "", "LABEL_CLIENT_SECRET", "", "LABEL_LOCAL_PORT", "0"));
        Path sign = Path.of("examples/photos/street-sign-orchard-lane.jpg");
        try (WatchedFolders application = folders()) {
            Files.createDirectories(application.inbox);
            Files.copy(sign, application.inbox.resolve("sign.jpg"));
            application.start();
            await().until(() -> Files.exists(application.done.resolve("sign.jpg")));
        }
        Files.copy(sign, directory.resolve("inbox/again.jpg"));
        JsonNode plan = plan();
        assertEquals(1, plan.get("answered").asInt(), plan.toString());
    }
}
