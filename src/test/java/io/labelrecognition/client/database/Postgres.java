package io.labelrecognition.client.database;

import io.labelrecognition.Patience;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL that forgets nothing it has said it knows: one for all tests of a process, a database for each. */
public final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private Postgres() {
    }

    /** What a crash test is told is on disk has to be: the tests' server does without that by default. */
    public static EmbeddedPostgres.Builder durable() {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").setServerConfig("max_connections", "100").setPGStartupWait(Duration.ofSeconds(Patience.SECONDS));
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = durable().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** Of a database of its own, empty. */
    public static PGSimpleDataSource database() {
        String name = "labels" + DATABASES.incrementAndGet();
        run(server().getPostgresDatabase(), "create database " + name);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + name);
        database.setUser("postgres");
        return database;
    }

    /** A server of a test's own, that may be killed: what it has written stays in the folder. */
    public static final class Mortal implements AutoCloseable {
        private final Path folder;
        private EmbeddedPostgres own;

        public Mortal(Path folder) throws IOException {
            this.folder = folder;
            start(0);
        }

        private void start(int port) throws IOException {
            EmbeddedPostgres.Builder builder = durable().setDataDirectory(folder.toFile()).setCleanDataDirectory(false);
            own = (port == 0 ? builder : builder.setPort(port)).start();
        }

        public PGSimpleDataSource database() {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl("jdbc:postgresql://127.0.0.1:" + own.getPort() + "/postgres");
            database.setUser("postgres");
            return database;
        }

        /** As an operator does it, or as the machine's end. */
        public void restart(boolean isKilled) throws Exception {
            int port = own.getPort();
            if (isKilled) {
                long server = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
                ProcessHandle process = ProcessHandle.of(server).orElseThrow();
                process.children().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.onExit().get();
                Files.deleteIfExists(folder.resolve("postmaster.pid"));
            }
            own.close();
            start(port);
        }

        @Override
        public void close() throws IOException {
            own.close();
        }
    }

    public static void run(DataSource database, String sql) {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one value that a query gives, as text. */
    public static String value(DataSource database, String sql) {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
