package io.labelrecognition.app;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.Relay;
import io.labelrecognition.client.ScriptedService;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code label.fallback=local}: a service that goes and comes back, and the real reader meanwhile. */
class FallbackTest {
    private static final Path PHOTOS = Path.of("examples/photos");

    @TempDir
    private Path directory;
    private final ScriptedService service;

    FallbackTest() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private WatchedFolders folders(String... variables) {
        return new WatchedFolders(directory, service, variables).set("LABEL_FALLBACK", "local").set("LABEL_LOCAL_PORT", "0");
    }

    private static void drop(WatchedFolders folders, String photo, String name) throws IOException {
        Files.createDirectories(folders.inbox);
        Path hidden = folders.inbox.resolve("." + name);
        Files.copy(PHOTOS.resolve(photo + ".jpg"), hidden);
        Files.move(hidden, folders.inbox.resolve(name));
    }

    private static String text(WatchedFolders folders, String name) {
        await().until(() -> Files.exists(folders.done.resolve(name)));
        return WatchedFolders.files(folders.outbox).get(name + ".txt");
    }

    private static String truth(String photo) throws IOException {
        return Files.readString(PHOTOS.resolve(photo + ".txt"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whileThePlanIsExhaustedPhotosAreReadHereAndTheServiceIsTriedAgain() throws Exception {
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "3"));
        try (CapturedOutput output = new CapturedOutput(); WatchedFolders folders = folders()) {
            drop(folders, "price-tag-milk", "a.jpg");
            folders.start();
            assertEquals(truth("price-tag-milk"), text(folders, "a.jpg"));
            assertTrue(output.toString().contains("Photos are read by the fallback meanwhile.") && output.toString().contains("by the fallback, confidence"), output::toString);
            int posts = service.posts.size();
            assertEquals(1, posts);

            await().until(() -> {
                String name = System.nanoTime() + ".jpg";
                drop(folders, "number-plate-long", name);
                return text(folders, name).equals("TEXT\n");
            });
            assertTrue(output.toString().contains("The service reads photos again"), output::toString);
            assertFalse(output.toString().contains(ScriptedService.CLIENT_SECRET));

            // read here before, and sent for all that: nothing read here answers for the service
            int before = service.posts.size();
            drop(folders, "price-tag-milk", "again.jpg");
            assertEquals("TEXT\n", text(folders, "again.jpg"));
            assertEquals(before + 1, service.posts.size());
        }
    }

    @Test
    void whileTheServiceIsOutOfReachPhotosWaitForAWhileAndAreReadHereThen() throws Exception {
        try (Relay way = new Relay(service); WatchedFolders folders = folders("LABEL_SERVICE_URL", "http://127.0.0.1:" + way.port(), "LABEL_FALLBACK_AFTER", "3s")) {
            way.close();
            drop(folders, "price-tag-milk", "a.jpg");
            drop(folders, "number-plate-long", "b.jpg");
            long begun = System.nanoTime();
            folders.start();
            assertEquals(truth("price-tag-milk"), text(folders, "a.jpg"));
            assertTrue(System.nanoTime() - begun > Duration.ofSeconds(3).toNanos(), "not before it had been away for so long");
            assertEquals(truth("number-plate-long"), text(folders, "b.jpg"));
            drop(folders, "food-label-jar", "c.jpg");
            text(folders, "c.jpg");
            assertEquals(0, service.posts.size());
        }
    }

    @Test
    void whenTheCallsOfTheMonthAreSpentTheyAreReadHereAndNoneIsMade() throws Exception {
        try (WatchedFolders folders = folders("LABEL_CALLS_PER_MONTH", "2")) {
            drop(folders, "price-tag-milk", "a.jpg");
            folders.start();
            assertEquals(truth("price-tag-milk"), text(folders, "a.jpg"));
            assertEquals(0, service.posts.size());
        }
    }

    /** Its plan is exhausted for new photos; what it has it is asked for. */
    @Test
    void whatWasSentWaitsForTheServiceThatHasIt() throws Exception {
        service.latency = Duration.ofHours(1);
        try (WatchedFolders folders = folders()) {
            drop(folders, "price-tag-milk", "sent.jpg");
            folders.start();
            await().until(() -> service.posts.size() == 1);
            service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
            drop(folders, "number-plate-long", "new.jpg");
            assertEquals(truth("number-plate-long"), text(folders, "new.jpg"));
            service.latency = Duration.ZERO;
            assertEquals("TEXT\n", text(folders, "sent.jpg"));
        }
    }

    /** The answer to its sending was lost: it may be charged, so it is nobody else's to read, after a new start neither. */
    @Test
    void whatMayHaveBeenSentWaitsToo() throws Exception {
        service.onPost.add(ScriptedService.hangUp());
        for (int i = 0; i < 3; i++) {
            service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
        }
        for (String other : new String[]{"number-plate-long", "street-sign-orchard-lane"}) {
            try (CapturedOutput output = new CapturedOutput(); WatchedFolders folders = folders()) {
                if (other.equals("number-plate-long")) {
                    drop(folders, "price-tag-milk", "maybe.jpg");
                }
                folders.start();
                await().until(() -> output.toString().contains("the plan is exhausted"));
                drop(folders, other, other + ".jpg");
                assertEquals(truth(other), text(folders, other + ".jpg"));
                assertTrue(Files.exists(folders.inbox.resolve("maybe.jpg")));
            }
        }
        assertEquals(3, service.posts.size());
    }

    /** An answer was lost, the next one came, and that task is gone: nobody can ask for the first. */
    @Test
    void whatTheServiceHasLostIsReadHere() throws Exception {
        service.onPost.add(ScriptedService.hangUp());
        service.onPost.add(service.taken());
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
        service.onGet.add(ScriptedService.result("gone", "NotExist", "TaskNotFound", null, null));
        try (WatchedFolders folders = folders()) {
            drop(folders, "price-tag-milk", "lost.jpg");
            folders.start();
            assertEquals(truth("price-tag-milk"), text(folders, "lost.jpg"));
            assertEquals(3, service.posts.size());
        }
    }

    /** Nothing of it is paid for again, and nothing else lies beside it. */
    @Test
    void whatTheFallbackHasReadItDeliversThoughTheServiceIsBack() throws Exception {
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
        Path outbox = directory.resolve("outbox");
        try (CapturedOutput output = new CapturedOutput(); WatchedFolders folders = folders()) {
            folders.start();
            Files.writeString(outbox, "no folder");
            drop(folders, "number-plate-long", "a.jpg");
            await().until(() -> output.toString().contains("outbox cannot be written"));
        }
        Files.delete(outbox);
        try (WatchedFolders folders = folders()) {
            folders.start();
            assertEquals(truth("number-plate-long"), text(folders, "a.jpg"));
            assertEquals(1, service.posts.size());
            // delivered: the same photo again is the service's
            drop(folders, "number-plate-long", "again.jpg");
            assertEquals("TEXT\n", text(folders, "again.jpg"));
        }
    }

    @Test
    void theResultInJsonAndTheJournalSayWhoHasReadIt() throws Exception {
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "3"));
        String theirs = Base64.getEncoder().encodeToString("{\"lines\": [{\"confidence\": 0.90}], \"text\": \"THEIRS\"}".getBytes(StandardCharsets.UTF_8));
        service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\",\"results\":[{\"type\":\"JSON\",\"data\":\""
                + theirs + "\"}],\"error\":null}"));
        try (WatchedFolders folders = folders("LABEL_RESULT_TYPE", "JSON")) {
            drop(folders, "number-plate-long", "ours.jpg");
            folders.start();
            await().until(() -> Files.exists(folders.done.resolve("ours.jpg")));
            JsonNode ours = new ObjectMapper().readTree(folders.outbox.resolve("ours.jpg.json").toFile());
            assertEquals("fallback " + truth("number-plate-long"), ours.get("readBy").asText() + " " + ours.get("text").asText());
            await().until(() -> {
                String name = System.nanoTime() + ".jpg";
                drop(folders, "price-tag-milk", name);
                await().until(() -> Files.exists(folders.done.resolve(name)));
                return Files.readString(folders.outbox.resolve(name + ".json")).contains("THEIRS");
            });
        }
        String last = WatchedFolders.files(directory.resolve("outbox")).values().stream().filter(text -> text.contains("THEIRS")).findFirst().orElseThrow();
        assertEquals("service", new ObjectMapper().readTree(last).get("readBy").asText());
        assertTrue(last.contains("0.90"), last);
        List<String> readers = Files.readAllLines(directory.resolve("journal/tasks.log")).stream().filter(line -> line.contains("FINISHED"))
                .map(line -> line.replaceAll(".*\"readBy\":\"([^\"]*)\".*", "$1")).toList();
        assertEquals("http://127.0.0.1:0", readers.get(0), "as it is called at each start");
        assertEquals(service.url(), readers.get(readers.size() - 1));
    }

    private String read(boolean json, String name, InputStream input) throws Exception {
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Settings settings = Settings.load(directory, null, Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID,
                "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET, "LABEL_FALLBACK", "local"));
        PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(0, new ReadJob(settings, said, said, json).read(NamedPhoto.of(List.of(name), false, "jpg", input)), out::toString);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aNamedPhotoIsReadHereAndSaysSo() throws Exception {
        JsonNode line = new ObjectMapper().readTree(read(true, PHOTOS.resolve("number-plate-long.jpg").toString(), null));
        assertEquals(truth("number-plate-long"), line.get("text").asText());
        assertEquals("fallback", line.get("readBy").asText());
    }

    @Test
    void soIsOneFromStandardInput() throws Exception {
        try (InputStream photo = new BufferedInputStream(Files.newInputStream(PHOTOS.resolve("number-plate-long.jpg")))) {
            assertEquals(truth("number-plate-long"), read(false, "-", photo));
        }
    }

    @Test
    void withoutItTheyWait() throws Exception {
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "600"));
        try (CapturedOutput output = new CapturedOutput(); WatchedFolders folders = folders().set("LABEL_FALLBACK", "")) {
            drop(folders, "price-tag-milk", "a.jpg");
            folders.start();
            await().until(() -> output.toString().contains("No photo is sent meanwhile"));
            assertTrue(Files.exists(folders.inbox.resolve("a.jpg")));
            assertFalse(output.toString().contains("fallback"), output::toString);
        }
    }
}
