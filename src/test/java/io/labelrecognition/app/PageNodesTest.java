package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.Relay;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What the page says of the machines that share a store. */
class PageNodesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;
    private final PGSimpleDataSource database = Postgres.database();
    private final ScriptedService service = new ScriptedService();
    private final AtomicReference<JsonNode> state = new AtomicReference<>(JSON.createObjectNode());

    PageNodesTest() throws Exception {
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private WatchedFolders node(String folder, String url) throws Exception {
        return new WatchedFolders(Files.createDirectories(directory.resolve(folder)), service).set("LABEL_STORE_URL", url).set("LABEL_STORE_USER", "postgres")
                .set("LABEL_CALLS_PER_MONTH", "100").set("LABEL_STORE_LEASE", "3s");
    }

    /** Hears what a browser hears. */
    private Stream<String> listen(String page) throws Exception {
        Stream<String> lines = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(page + "page/events")).build(), BodyHandlers.ofLines()).body();
        Thread listener = new Thread(() -> lines.filter(line -> line.startsWith("data: {\"boot\"")).forEach(line -> {
            try {
                state.set(JSON.readTree(line.substring(6)));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }));
        listener.setDaemon(true);
        listener.start();
        return lines;
    }

    private JsonNode nodes() {
        return state.get().at("/stores/0/nodes");
    }

    @Test
    void eachMachineIsThereWithWhatItHolds() throws Exception {
        service.latency = Duration.ofHours(1);
        try (WatchedFolders one = node("one", database.getURL()).withPage(); WatchedFolders other = node("other", database.getURL())) {
            one.drop("a.jpg", "A");
            one.start();
            listen(one.awaitPage());
            await().until(() -> nodes().size() == 1 && nodes().at("/0/tasks").asInt() == 1);
            other.start();
            await().until(() -> nodes().size() == 2);
            assertEquals(1, nodes().at("/0/photos").asInt());
            assertTrue(nodes().at("/0/isThis").asBoolean() && !nodes().at("/1/isThis").asBoolean(), nodes().toString());
            assertTrue(nodes().at("/1/leaseSeconds").asDouble() > 0 && nodes().at("/1/leaseSeconds").asDouble() <= 3, nodes().toString());
            assertTrue(nodes().at("/0/name").asText().contains("@"), nodes().toString());
            JsonNode budget = state.get().at("/budgets/0");
            assertEquals(100, budget.get("limit").asInt(), "the budget of all machines");

            other.stop();
            await().until(() -> nodes().at("/1/leaseSeconds").asDouble() <= 0);
        }
    }

    @Test
    void whileTheDatabaseIsAwayThePageSaysSoAndGoesOn() throws Exception {
        try (Relay way = new Relay(database.getPortNumbers()[0]);
             WatchedFolders one = node("one", database.getURL().replace(":" + database.getPortNumbers()[0], ":" + way.port())).withPage()) {
            one.start();
            listen(one.awaitPage());
            await().until(() -> nodes().size() == 1);
            way.cut(true);
            await().until(() -> !state.get().at("/stores/0/trouble").asText("").isEmpty());
            assertEquals(1, nodes().size(), "as it was");
            one.drop("a.jpg", "A");
            way.cut(false);
            await().until(() -> state.get().at("/stores/0/trouble").isNull());
            WatchedFolders.awaitFiles(one.done, "a.jpg", "A");
        }
    }
}
