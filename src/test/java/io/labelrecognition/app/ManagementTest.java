package io.labelrecognition.app;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees on the management port: metrics and health. */
class ManagementTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern FAMILY = Pattern.compile("# TYPE (label_\\w+) (\\w+)");

    @TempDir
    private Path directory;
    private String url;

    private WatchedFolders folders(ScriptedService service, String... variables) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort() + "/observe/";
            Files.writeString(directory.resolve("application.properties"), "camel.management.enabled=true\ncamel.metrics.enabled=true\ncamel.management.port="
                    + free.getLocalPort() + "\n");
            return new WatchedFolders(directory, service, variables);
        }
    }

    private HttpResponse<String> get(String what) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + what)).timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }

    // ---- metrics

    /** Each family by its type, the greatest value beside each histogram left out. */
    private static Map<String, String> families(String scrape) {
        Map<String, String> families = new TreeMap<>();
        Matcher family = FAMILY.matcher(scrape);
        while (family.find()) {
            families.put(family.group(1), family.group(2));
        }
        families.keySet().removeIf(name -> name.endsWith("_max") && "histogram".equals(families.get(name.replaceAll("_max$", ""))));
        return families;
    }

    /** The name, the type and the labels of each row of the README's table. */
    private static Map<String, String> table(int column) throws Exception {
        return Files.readString(Path.of("README.md")).lines().filter(line -> line.startsWith("| `label_"))
                .map(line -> line.split(" *\\| *"))
                .collect(Collectors.toMap(row -> row[1].replace("`", ""), row -> row[column].replace("`", ""), (one, other) -> one, TreeMap::new));
    }

    private static Map<String, String> labels(String scrape) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher sample = Pattern.compile("(?m)^(label_\\w+?)(?:_bucket|_sum|_count|_max)?(?:\\{(.*)})? [0-9.E-]+$").matcher(scrape);
        while (sample.find()) {
            Set<String> names = labels.computeIfAbsent(sample.group(1), unused -> new TreeSet<>());
            Matcher name = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"").matcher(sample.group(2) == null ? "" : sample.group(2));
            while (name.find()) {
                names.add(name.group(1));
            }
            names.remove("le");
        }
        return labels.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join(", ", entry.getValue()), (a, b) -> a, TreeMap::new));
    }

    @Test
    void theReadmesTableIsWhatIsScrapedWithTheLocalServiceToo() throws Exception {
        String scrape = scrapeOfTheLocalService() + scrapeOfTheLocalService("LABEL_STORE_URL", Postgres.database().getURL(), "LABEL_STORE_USER", "postgres");
        assertEquals(table(2), families(scrape));
        assertEquals(table(3), labels(scrape));
    }

    private String scrapeOfTheLocalService(String... variables) throws Exception {
        try (ScriptedService unused = new ScriptedService();
             WatchedFolders folders = folders(unused, "LABEL_SERVICE_URL", "", "LABEL_LOCAL_PORT", "0", "LABEL_CALLS_PER_MONTH", "100")) {
            for (int i = 0; i < variables.length; i += 2) {
                folders.set(variables[i], variables[i + 1]);
            }
            folders.start();
            Files.copy(Path.of("examples/photos/street-sign-orchard-lane.jpg"), folders.inbox.resolve("sign.jpg"));
            await().until(() -> !Files.exists(folders.inbox.resolve("sign.jpg")));
            return get("metrics").body();
        }
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service, "LABEL_CALLS_PER_MONTH", "100")) {
            String account = "account=\"" + service.url() + " (" + ScriptedService.CLIENT_ID + ")\"";
            String inbox = "inbox=\"" + folders.inbox + "\"";
            service.onPost.add(reply(401, "text/plain", ""));
            folders.drop("a.jpg", "A");
            folders.start();
            WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
            service.onPost.add(reply(413, "text/plain", "too large"));
            folders.drop("b.jpg", "B");
            await().until(() -> Files.exists(folders.failed.resolve("b.jpg")));
            service.onPost.add(reply(403, "text/plain", "no more"));
            folders.drop("c.jpg", "C");
            await().untilAsserted(() -> assertTrue(get("metrics").body().contains("outcome=\"stayed\"} 1.0")));

            String scrape = get("metrics").body();
            for (String line : new String[]{
                    "label_photos_total{" + inbox + ",outcome=\"read\"} 1.0",
                    "label_photos_total{" + inbox + ",outcome=\"failed\"} 1.0",
                    "label_photos_total{" + inbox + ",outcome=\"stayed\"} 1.0",
                    "label_photos_in_flight{" + inbox + "} 0.0",
                    "label_calls_total{" + account + ",kind=\"send\",status=\"200\"} 1.0",
                    "label_calls_total{" + account + ",kind=\"send\",status=\"401\"} 1.0",
                    "label_calls_total{" + account + ",kind=\"send\",status=\"403\"} 1.0",
                    "label_calls_total{" + account + ",kind=\"send\",status=\"413\"} 1.0",
                    "label_calls_total{" + account + ",kind=\"fetch\",status=\"200\"} 1.0",
                    "label_calls_total{" + account + ",kind=\"token\",status=\"200\"} 2.0",
                    "label_calls_left{" + account + "} 95.0",
                    "label_token_renewals_total{" + account + "} 2.0",
                    "label_service_latency_seconds_count{" + account + "} 1",
                    "label_noticing_lag_seconds_count{" + account + "} 1",
                    "label_photo_polls_sum{" + account + "} 1.0",
                    "label_circuit_open{circuit=\"" + service.url() + " (" + ScriptedService.CLIENT_ID + ")\",kind=\"account\"} 1.0"}) {
                assertTrue(scrape.contains(line), line + " is missing in\n" + scrape);
            }
            assertFalse(scrape.contains("label_journal_size_bytes{journal=\"" + directory.resolve("journal") + "\"} 0.0"), scrape);
            assertFalse(scrape.contains(ScriptedService.CLIENT_SECRET), "no secret");
            service.tokens.forEach(token -> assertFalse(scrape.contains(token), "no token"));
        }
    }

    @Test
    void theDashboardAsksForNothingThatIsNotThere() throws Exception {
        Set<String> there = table(2).keySet();
        JsonNode dashboard = new ObjectMapper().readTree(Path.of("examples/grafana/label-recognition.json").toFile());
        Set<String> asked = new TreeSet<>();
        for (JsonNode expression : dashboard.findValues("expr")) {
            Matcher name = Pattern.compile("\\blabel_\\w+").matcher(expression.asText());
            assertTrue(name.find(), expression::asText);
            do {
                asked.add(name.group().replaceAll("_(bucket|sum|count|max)$", ""));
            } while (name.find());
        }
        assertEquals(there, asked, "each metric has a panel, and each panel a metric");
    }

    // ---- health

    private void awaitDown(String check, String sentence) {
        await().untilAsserted(() -> {
            HttpResponse<String> health = get("health/ready");
            assertTrue(health.body().contains("\"name\":\"" + check + "\",\"status\":\"DOWN\"") && health.body().contains(sentence),
                    health.statusCode() + " " + health.body());
            assertEquals(503, health.statusCode());
            assertEquals(200, get("health/live").statusCode(), "a restart helps nobody");
            assertFalse(health.body().contains(ScriptedService.CLIENT_SECRET), "no secret");
            assertFalse(health.body().contains("\\"), "nothing that had to be escaped");
        });
    }

    private void awaitUp() {
        await().untilAsserted(() -> assertEquals(200, get("health").statusCode(), () -> {
            try {
                return get("health").body();
            } catch (Exception e) {
                return e.toString();
            }
        }));
    }

    @Test
    void itIsReadyOnceTheCredentialsAreAcceptedThoughNoPhotoCame() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service)) {
            folders.start();
            awaitUp();
            assertEquals(1, service.tokenRequests.size());
            assertEquals(200, get("health/ready").statusCode());
            assertEquals(1, service.tokenRequests.size(), "asked once");
        }
    }

    @Test
    void refusedCredentialsAreSaid() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service, "LABEL_CLIENT_SECRET", "another")) {
            folders.start();
            awaitDown("label-credentials", "The credentials are refused");
        }
    }

    @Test
    void aServiceOutOfReachIsSaid() throws Exception {
        ScriptedService service = new ScriptedService();
        try (WatchedFolders folders = folders(service)) {
            service.close();
            folders.drop("a.jpg", "A");
            folders.start();
            awaitDown("label-service", "No access token from");
        }
    }

    @Test
    void anExhaustedPlanIsSaidAndItsEnd() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service)) {
            service.onPost.add(reply(403, "text/plain", "no more", "Retry-After", "2"));
            folders.drop("a.jpg", "A");
            folders.start();
            awaitDown("label-service", "the plan is exhausted");
            awaitUp();
            WatchedFolders.awaitFiles(folders.done, "a.jpg", "A");
        }
    }

    @Test
    void aSpentBudgetIsSaid() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service, "LABEL_CALLS_PER_MONTH", "2")) {
            folders.drop("a.jpg", "A");
            folders.start();
            awaitDown("label-budget", "The calls of this month are spent");
        }
    }

    @Test
    void foldersThatCannotBeWrittenAreSaidBeforeAPhotoComes() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service)) {
            folders.start();
            awaitUp();
            Files.deleteIfExists(folders.outbox);
            Files.writeString(folders.outbox, "no folder");
            awaitDown("label-folders", "\"outbox cannot be written");
            Files.delete(folders.outbox);
            awaitUp();
            Files.deleteIfExists(directory.resolve("journal"));
            Files.writeString(directory.resolve("journal"), "no folder");
            awaitDown("label-journal", "\"journal cannot be written");
            Files.delete(directory.resolve("journal"));
            awaitUp();
        }
    }

    @Test
    void anInboxThatIsGoneIsSaid() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders folders = folders(service)) {
            folders.start();
            awaitUp();
            Files.deleteIfExists(folders.inbox.resolve(".label-recognition.lock"));
            Files.delete(folders.inbox);
            Files.writeString(folders.inbox, "no folder");
            awaitDown("label-inbox", "The inbox inbox is no folder.");
        }
    }
}
