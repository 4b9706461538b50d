package io.labelrecognition.quarkus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A node that shares its store, by the same three settings as the standalone. */
@QuarkusTest
@TestProfile(SharedStoreTest.Shared.class)
@QuarkusTestResource(WatchedFolders.class)
@QuarkusTestResource(value = SharedStoreTest.Database.class, restrictToAnnotatedClass = true)
class SharedStoreTest {
    /** An application of its own, beside that of the other test. */
    public static final class Shared implements QuarkusTestProfile {
    }

    /** A database for it. */
    public static final class Database implements QuarkusTestResourceLifecycleManager {
        private EmbeddedPostgres server;

        @Override
        public Map<String, String> start() {
            try {
                server = EmbeddedPostgres.start();
                return Map.of("label.store-url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "label.store-user", "postgres",
                        "label.store", "labelDatabase");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ConfigProperty(name = "label.inbox")
    Path inbox;
    @ConfigProperty(name = "label.done")
    Path done;
    @Inject
    @DataSource("labelDatabase")
    javax.sql.DataSource database;

    @Test
    void aPhotoIsReadAndStandsInTheSharedStore() throws Exception {
        Files.createDirectories(inbox);
        Files.copy(Path.of("../examples/photos/price-tag-milk.jpg"), inbox.resolve("milk.jpg"));
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(done.resolve("milk.jpg")));
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet task = statement.executeQuery("select state from lr_task")) {
            task.next();
            assertEquals(3, task.getInt(1));
        }
    }
}
