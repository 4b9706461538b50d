package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import io.labelrecognition.client.database.Schema;
import io.labelrecognition.client.store.JournalFolder;
import io.labelrecognition.client.store.TaskRecord.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The standalone with a store that machines share, and what an operator does to that. */
class StoreJobTest {
    @TempDir
    private Path directory;

    private final PGSimpleDataSource database = Postgres.database();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private StoreJob job(ScriptedService service) throws UsageException {
        Map<String, String> environment = new HashMap<>(Map.of("LABEL_STORE_URL", database.getURL(), "LABEL_STORE_USER", "postgres",
                "LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID, "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET,
                "LABEL_JOURNAL", directory.resolve("journal").toString()));
        return new StoreJob(Settings.load(directory, null, environment), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private WatchedFolders node(ScriptedService service, String... variables) {
        WatchedFolders folders = new WatchedFolders(directory, service, variables);
        return folders.set("LABEL_STORE_URL", database.getURL()).set("LABEL_STORE_USER", "postgres");
    }

    @Test
    void whereNobodyHasBeenYetNoNodesAreListedAndNothingIsMade() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            assertEquals(0, job(service).nodes());
            assertEquals(1, said().lines().count(), said());
            assertEquals("0", Postgres.value(database, "select count(*) from pg_class where relname like 'lr\\_%'"));
        }
    }

    @Test
    void nodesAreListedWithWhatTheyHold() throws Exception {
        try (ScriptedService service = new ScriptedService(); WatchedFolders node = node(service)) {
            service.latency = Duration.ofHours(1);
            node.drop("a.jpg", "A");
            node.start();
            // the tables are made by the first photo
            await().ignoreExceptions().until(() -> "2".equals(Postgres.value(database, "select state from lr_task")));
            assertEquals(0, job(service).nodes());
            String process = ProcessHandle.current().pid() + "@";
            List<String> lines = said().lines().toList();
            assertEquals(2, lines.size(), said());
            assertTrue(lines.get(1).matches(" +1 +" + process + "\\S+ +\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z +1?\\d\\.\\d s +1 +1"), said());
        }
        assertEquals(0, job(new ScriptedService()).nodes());
        assertTrue(said().lines().reduce((one, last) -> last).orElseThrow().matches(" +1 .* gone +\\d+ +\\d+"), said());
    }

    @Test
    void aJournalIsCarriedOverAndNothingOfItIsSentAgain() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            try (WatchedFolders alone = new WatchedFolders(directory, service, "LABEL_CALLS_PER_MONTH", "100")) {
                service.latency = Duration.ofHours(1);
                alone.drop("unread.jpg", "unread");
                alone.start();
                await().until(() -> service.posts.size() == 1 && service.gets.size() > 0);
            }
            service.latency = Duration.ZERO;
            try (WatchedFolders alone = new WatchedFolders(directory, service, "LABEL_CALLS_PER_MONTH", "100")) {
                alone.drop("read.jpg", "read");
                alone.start();
                WatchedFolders.awaitFiles(alone.done, "read.jpg", "read", "unread.jpg", "unread");
            }
            int calls = service.posts.size() + service.gets.size();
            assertEquals(0, job(service).carry(""));
            assertTrue(said().contains("2 photos of the journal " + directory.resolve("journal")), said());
            assertTrue(said().contains(calls + " calls of this month"), said());
            assertEquals(0, job(service).carry(""), "a second time");
            assertEquals(String.valueOf(calls), Postgres.value(database, "select calls from lr_ledger"));
            assertFalse(Files.exists(directory.resolve("journal/tasks.log")));
            try (WatchedFolders node = node(service, "LABEL_CALLS_PER_MONTH", "100")) {
                node.drop("again.jpg", "read");
                node.drop("as-well.jpg", "unread");
                node.start();
                WatchedFolders.awaitFiles(node.done, "read.jpg", "read", "unread.jpg", "unread", "again.jpg", "read", "as-well.jpg", "unread");
            }
            assertEquals(2, service.posts.size());
        }
    }

    @Test
    void whatWasOnItsWayIsGoneOnWith() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            service.latency = Duration.ofHours(1);
            try (WatchedFolders alone = new WatchedFolders(directory, service)) {
                alone.drop("a.jpg", "A");
                alone.start();
                await().until(() -> JournalFolder.undelivered(directory.resolve("journal")).equals(List.of(State.SENT)));
            }
            job(service).carry("");
            service.latency = Duration.ZERO;
            try (WatchedFolders node = node(service)) {
                node.start();
                WatchedFolders.awaitFiles(node.done, "a.jpg", "A");
            }
            assertEquals(1, service.posts.size());
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            assertTrue(assertThrows(IOException.class, () -> job(service).carry(directory.resolve("nowhere").toString())).getMessage().contains("nowhere"));
            UsageException none = assertThrows(UsageException.class, () -> new StoreJob(Settings.load(directory, null, Map.of()), System.out));
            assertTrue(none.getMessage().contains("label.store-url"), none.getMessage());
        }
    }

    @Test
    void theScriptMakesTheTablesForWhoeverMayMakeNone() throws Exception {
        Postgres.run(database, Schema.script() + "create role guest" + database.hashCode() + " login;"
                + "grant select, insert, update, delete on all tables in schema public to guest" + database.hashCode() + ";");
        database.setUser("guest" + database.hashCode());
        try (ScriptedService service = new ScriptedService(); WatchedFolders node = node(service)) {
            node.set("LABEL_STORE_USER", database.getUser()).drop("a.jpg", "A");
            node.start();
            WatchedFolders.awaitFiles(node.done, "a.jpg", "A");
        }
    }
}
