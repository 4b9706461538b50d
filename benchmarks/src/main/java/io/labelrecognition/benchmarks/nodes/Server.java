package io.labelrecognition.benchmarks.nodes;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that forces what it commits to disk, and what it has done so far; CPU time is read from {@code /proc}, so Linux. */
final class Server implements AutoCloseable {
    private static final int CPU_TICKS_A_SECOND = 100;

    private final EmbeddedPostgres server;
    private final long pid;
    private int databases;
    private String current;

    Server() throws IOException {
        Path data = Files.createTempDirectory("benchmark-database");
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "400").setServerConfig("shared_buffers", "256MB").setDataDirectory(data.toFile()).start();
        pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    }

    /** What has been done: transactions that were committed, and milliseconds of CPU time of all its processes. */
    record Work(long transactions, double cpu) {
        Work since(Work before) {
            return new Work(transactions - before.transactions, cpu - before.cpu);
        }
    }

    /** From now on an empty one. */
    void newDatabase() throws SQLException {
        current = "labels" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + current);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + current;
    }

    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername("postgres");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Each session tells what it has done within a second of it. */
    Work work() throws SQLException, IOException, InterruptedException {
        double cpu = cpu();
        TimeUnit.MILLISECONDS.sleep(1500);
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery("select xact_commit from pg_stat_database where datname = '" + current + "'")) {
            row.next();
            return new Work(row.getLong(1), cpu);
        }
    }

    /** Of the processes that live, and those that have ended. */
    private double cpu() throws IOException {
        double ticks = 0;
        ticks += ticks(pid, 11, 15);
        for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().children().toList()) {
            ticks += ticks(child.pid(), 11, 13);
        }
        return 1000 * ticks / CPU_TICKS_A_SECOND;
    }

    private static long ticks(long process, int from, int to) throws IOException {
        Path stat = Path.of("/proc", String.valueOf(process), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String[] fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ");
        long ticks = 0;
        for (int i = from; i < to; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
