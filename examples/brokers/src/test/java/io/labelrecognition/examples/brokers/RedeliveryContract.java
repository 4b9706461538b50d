package io.labelrecognition.examples.brokers;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each recipe promises, with its real engine, a real database, the real reader, and nodes that are processes. */
@Timeout(value = 3, unit = MINUTES)
abstract class RedeliveryContract {
    private static final Path PHOTOS = Path.of("../photos");
    private static final String TAG = "price-tag-milk";
    private static final String PLATE = "number-plate-long";
    /** Only a test that fails waits so long, however slow the machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static EmbeddedPostgres database;
    private static int databases;

    @TempDir
    Path folder;

    private Engine engine;
    private Watched service;
    private String databaseUrl;
    private final List<Node> nodes = new ArrayList<>();

    /** The recipe's name, and its engine. */
    abstract String recipe();

    abstract Engine engine(Path folder) throws Exception;

    @BeforeAll
    static void startDatabase() throws IOException {
        Awaitility.setDefaultTimeout(PATIENCE);
        database = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(PATIENCE).start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        String name = "labels" + ++databases;
        try (var connection = database.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        databaseUrl = database.getJdbcUrl("postgres", name);
        engine = engine(folder);
        service = new Watched();
    }

    @AfterEach
    void stop() throws Exception {
        service.answer();
        for (Node node : nodes) {
            node.close();
        }
        service.close();
        engine.close();
    }

    final Node node() throws IOException {
        Map<String, String> properties = new HashMap<>(engine.settings());
        properties.put("label.store-lease", "2s");
        properties.put("brokers.pause", "500");
        Node node = Node.start(folder, recipe(), properties, Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", "a-client",
                "LABEL_CLIENT_SECRET", "a-secret", "LABEL_STORE_URL", databaseUrl, "LABEL_STORE_USER", "postgres",
                // the S3 server here is older than the checksums that trail what is put
                "AWS_REQUEST_CHECKSUM_CALCULATION", "when_required"));
        nodes.add(node);
        return node;
    }

    @Test
    void whatAKilledNodeHadSentIsAskedForByAnotherAndNotPaidForAgain() throws Exception {
        service.holdAnswers();
        engine.put(TAG, photo(TAG));
        Node killed = node();
        service.awaitAsked();
        assertEquals(1, service.sent());

        killed.kill();
        service.answer();
        node();

        awaitText(TAG);
        awaitDone();
        assertEquals(1, service.sent());
    }

    @Test
    void aPhotoThatComesAgainIsAnsweredAndNotSent() throws Exception {
        node();
        engine.put(TAG, photo(TAG));
        awaitText(TAG);
        engine.put("again", photo(TAG));
        assertEquals(text(TAG), awaitText("again"));
        assertEquals(1, service.sent());
    }

    @Test
    void whatIsNoPhotoComesToRestWithItsReasonAndNothingWaitsForIt() throws Exception {
        node();
        engine.put("broken", "no photo".getBytes());
        engine.put(PLATE, photo(PLATE));
        assertEquals(text(PLATE), awaitText(PLATE));
        await().until(() -> engine.failure("broken") != null);
        assertTrue(engine.failure("broken").contains("photo"), engine.failure("broken"));
        awaitDone();
    }

    @Test
    void whileTheServiceIsAwayPhotosStayAndAreReadAfterwards() throws Exception {
        service.goAway(true);
        Node node = node();
        engine.put(TAG, photo(TAG));
        engine.put(PLATE, photo(PLATE));
        // longer than it takes a broker to be tired of a message that it delivers at once
        await().until(() -> node.log().split(" waits: ", -1).length > 12);
        assertFalse(engine.isDone());

        service.goAway(false);
        assertEquals(text(TAG), awaitText(TAG));
        assertEquals(text(PLATE), awaitText(PLATE));
        awaitDone();
        assertEquals(2, service.sent());
        assertFalse(node.log().contains("a-secret"));
    }

    private String awaitText(String name) {
        try {
            await().until(() -> engine.text(name) != null || engine.failure(name) != null);
            assertNull(engine.failure(name));
            return engine.text(name);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(logs(), e);
        }
    }

    private void awaitDone() {
        await().until(engine::isDone);
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        for (Node node : nodes) {
            try {
                logs.append(node.log()).append('\n');
            } catch (IOException e) {
                logs.append(e);
            }
        }
        return logs.toString();
    }

    private static byte[] photo(String name) throws IOException {
        return Files.readAllBytes(PHOTOS.resolve(name + ".jpg"));
    }

    private static String text(String name) throws IOException {
        return Files.readString(PHOTOS.resolve(name + ".txt"));
    }
}
