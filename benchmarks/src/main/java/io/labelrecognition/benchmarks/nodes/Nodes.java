package io.labelrecognition.benchmarks.nodes;

import com.zaxxer.hikari.HikariDataSource;
import io.labelrecognition.benchmarks.nodes.Server.Work;
import io.labelrecognition.benchmarks.pipeline.LoopbackService;
import io.labelrecognition.benchmarks.pipeline.Results;
import io.labelrecognition.benchmarks.pipeline.Run;
import io.labelrecognition.client.database.Databases;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.TaskJournal;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.wire.RecognitionResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The store that machines share: next to the one in a folder, with and without batches, with one node and several, and how long it takes until
 * another goes on with what a killed one had. Everything runs on one machine, the database, the service and all nodes: ratios are what counts.
 */
public final class Nodes {
    private static final int WRITERS = 64;
    private static final long LIMIT = 1_000_000_000;
    private static final List<RecognitionResult.Entry> RESULT = List.of(new RecognitionResult.Entry("Text", "Maple Ave\nHarbor Blvd\n".getBytes(StandardCharsets.UTF_8)));
    private static final Duration LEASE = Duration.ofSeconds(3);

    private final Server server;
    private final Results results;
    private final Path script;

    private Nodes(Server server, Results results, Path script) {
        this.server = server;
        this.results = results;
        this.script = script;
    }

    public static void main(String[] args) throws Exception {
        Path unpacked = Files.createTempDirectory("distribution");
        try (Server server = new Server()) {
            Path script = Run.unpack(Path.of("target"), unpacked).resolve("bin/label-recognition");
            Nodes nodes = new Nodes(server, new Results(Path.of("benchmarks/RESULTS.md")), script);
            List<String> questions = args.length > 1 ? List.of(args).subList(1, args.length) : List.of("rows=20000", "updates=200000", "nodes=3000", "takeover=20");
            for (String question : questions) {
                int size = Integer.parseInt(question.split("=")[1]);
                nodes.results.ask(question);
                switch (question.split("=")[0]) {
                    case "rows" -> nodes.rows(size);
                    case "updates" -> nodes.updates(size);
                    case "nodes" -> nodes.nodes(size);
                    case "takeover" -> nodes.takeOver(size);
                    default -> throw new IllegalArgumentException("There is no question " + question);
                }
                nodes.results.keep();
            }
        } finally {
            Run.delete(unpacked);
        }
        System.exit(0);
    }

    // ---- what is written of a photo, and nothing else

    /** All that is written of a photo that is asked for once; returns when the last is asked for, not when it is written. */
    private static void life(TaskStore store, CallQuota quota, String key) throws IOException {
        CallQuota.Share share = quota.share();
        TaskStore.Claim claim = store.claim(key);
        claim.sending(1, share);
        claim.sent("7f1e6a52-1d0b-4a55-9d4e-6a0f0a4a3f11");
        claim.fetching(share);
        claim.finished("7f1e6a52-1d0b-4a55-9d4e-6a0f0a4a3f11", new TaskRecord.Finding(RESULT, null, "a service", 0.3));
        share.end(true);
        claim.release();
        store.settled(key, Duration.ofHours(24), false);
    }

    private record Writers(double seconds, Work work) {
    }

    /** @param stores for each writer its own, or one for all */
    private Writers write(int photos, List<TaskStore> stores, List<CallQuota> quotas) throws Exception {
        run(photos / 10, stores, quotas, "warm");
        Work before = server.work();
        long begun = System.nanoTime();
        run(photos, stores, quotas, "photo");
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Writers(seconds, server.work().since(before));
    }

    private static void run(int photos, List<TaskStore> stores, List<CallQuota> quotas, String name) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Callable<Void>> writers = IntStream.range(0, WRITERS).<Callable<Void>>mapToObj(writer -> () -> {
            for (int i = next.getAndIncrement(); i < photos; i = next.getAndIncrement()) {
                life(stores.get(writer % stores.size()), quotas.get(writer % stores.size()), TaskStore.key(name, String.valueOf(i)));
            }
            return null;
        }).toList();
        for (Future<Void> writer : threads.invokeAll(writers)) {
            writer.get();
        }
        threads.shutdown();
    }

    private void rows(int photos) throws Exception {
        results.title("What is written of " + photos + " photos, by 64 threads: no service, no files", "| store | photos a second | transactions a photo | CPU ms a photo of the database |");
        server.newDatabase();
        Path folder = Files.createTempDirectory("benchmark-journal");
        double inFolder;
        try (TaskJournal journal = new TaskJournal(folder, Clock.systemUTC())) {
            CallQuota quota = new CallLedgers(Clock.systemUTC(), Metrics.NONE).of(folder.toString(), "http://127.0.0.1", "me", "me", LIMIT);
            inFolder = photos / write(photos, List.of(journal), List.of(quota)).seconds();
        }
        Run.delete(folder);
        results.row("folder", inFolder, 0, 0);
        double one = shared("PostgreSQL, one node", photos, 1);
        shared("PostgreSQL, 4 nodes in one process", photos, 4);
        double alone = shared("PostgreSQL, no batches: each thread a node of its own", photos / 4, WRITERS);
        results.ratio("photos a second, folder", inFolder, "PostgreSQL, one node", one, 0);
        results.ratio("photos a second, no batches", alone, "in batches, one node", one, 0);
    }

    private double shared(String name, int photos, int nodes) throws Exception {
        server.newDatabase();
        List<HikariDataSource> pools = new ArrayList<>();
        List<Databases> databases = new ArrayList<>();
        List<TaskStore> stores = new ArrayList<>();
        List<CallQuota> quotas = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            HikariDataSource pool = server.pool(nodes > 10 ? 2 : 4);
            pools.add(pool);
            Databases one = new Databases(unused -> pool, () -> Duration.ofSeconds(15), Metrics.NONE);
            databases.add(one);
            SharedStore store = one.of("benchmark");
            // so that the tables are there
            store.photos().mark();
            stores.add(store.tasks(Duration.ofSeconds(60)));
            quotas.add(store.quota("me", LIMIT));
        }
        Writers took = write(photos, stores, quotas);
        databases.forEach(Databases::close);
        pools.forEach(HikariDataSource::close);
        results.row(name, photos / took.seconds(), took.work().transactions() / (double) photos, took.work().cpu() / photos);
        return photos / took.seconds();
    }

    // ---- how rows are updated

    /** As the store does it, and as JDBC would have it: both are told which rows were theirs. */
    private void updates(int rows) throws Exception {
        results.title(rows + " rows updated by key, 64 in a transaction", "| | rows a second | CPU ms of the database for 1,000 rows |");
        server.newDatabase();
        try (HikariDataSource pool = server.pool(1); Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create table t (key text collate \"C\" primary key, node bigint, state smallint, record text) with (fillfactor = 50)");
            statement.execute("insert into t select md5(i::text) || md5(i::text), 1, 0, repeat('x', 200) from generate_series(1, " + rows + ") i");
            statement.execute("vacuum analyze t");
            String[] keys = new String[rows];
            try (var all = statement.executeQuery("select key from t order by random()")) {
                for (int i = 0; all.next(); i++) {
                    keys[i] = all.getString(1);
                }
            }
            connection.setAutoCommit(false);
            double arrays = updates("arrays and unnest, returning the keys", keys, batch -> {
                try (PreparedStatement update = connection.prepareStatement("update t set state = v.state, record = v.record from unnest(?, ?, ?) as v (key, state, record)"
                        + " where t.key = v.key and t.node = 1 returning t.key")) {
                    Array key = connection.createArrayOf("text", batch);
                    update.setArray(1, key);
                    update.setArray(2, connection.createArrayOf("int4", Stream.of(batch).map(unused -> 2).toArray()));
                    update.setArray(3, connection.createArrayOf("text", Stream.of(batch).map(unused -> "y".repeat(200)).toArray()));
                    try (var found = update.executeQuery()) {
                        while (found.next()) {
                            found.getString(1);
                        }
                    }
                }
                connection.commit();
            });
            double batches = updates("addBatch, a count for each", keys, batch -> {
                try (PreparedStatement update = connection.prepareStatement("update t set state = ?, record = ? where key = ? and node = 1")) {
                    for (String key : batch) {
                        update.setInt(1, 3);
                        update.setString(2, "z".repeat(200));
                        update.setString(3, key);
                        update.addBatch();
                    }
                    update.executeBatch();
                }
                connection.commit();
            });
            results.ratio("rows a second, arrays and unnest", arrays, "addBatch", batches, 0);
        }
    }

    @FunctionalInterface
    private interface Update {
        void of(String[] keys) throws Exception;
    }

    private double updates(String name, String[] keys, Update update) throws Exception {
        Work before = server.work();
        long begun = System.nanoTime();
        for (int i = 0; i < keys.length; i += WRITERS) {
            update.of(Arrays.copyOfRange(keys, i, Math.min(keys.length, i + WRITERS)));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        results.row(name, keys.length / seconds, server.work().since(before).cpu() / keys.length * 1000);
        return keys.length / seconds;
    }

    // ---- the application, as many times as there are nodes

    private Map<String, String> settings(Path folder, String service, Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(Map.of("LABEL_SERVICE_URL", service, "LABEL_CLIENT_ID", "benchmark", "LABEL_CLIENT_SECRET", "benchmark",
                "LABEL_SETTLE", "1ms", "JAVA_OPTS", "-Xmx256m", "LABEL_PAGE", "false", "LABEL_CALLS_PER_MONTH", String.valueOf(LIMIT)));
        for (String place : List.of("inbox", "outbox", "done", "failed")) {
            settings.put("LABEL_" + place.toUpperCase(java.util.Locale.ROOT), folder.resolve(place).toString());
        }
        settings.putAll(further);
        return settings;
    }

    private Map<String, String> sharing() {
        return Map.of("LABEL_STORE_URL", server.url(), "LABEL_STORE_USER", "postgres", "LABEL_MAX_IN_FLIGHT", "64", "LABEL_STORE_LEASE", LEASE.toMillis() + "ms");
    }

    private Run start(Path folder, Map<String, String> settings) throws IOException {
        return Run.started(Files.createTempDirectory(folder, "node"), settings, List.of(script.toString()));
    }

    private void nodes(int photos) throws Exception {
        results.title(photos + " photos of 10 kB in one inbox, a service that takes 100 ms, 64 in flight a node, on 2 cores",
                "| | photos a second | CPU ms a photo of all nodes | transactions a photo | CPU ms a photo of the database |");
        double alone = oneRun("a journal in a folder", photos, 1, Map.of("LABEL_MAX_IN_FLIGHT", "64"));
        double one = 0;
        for (int nodes : new int[]{1, 2, 4}) {
            server.newDatabase();
            double rate = oneRun("PostgreSQL, " + nodes + (nodes == 1 ? " node" : " nodes"), photos, nodes, sharing());
            one = nodes == 1 ? rate : one;
        }
        results.ratio("photos a second, one node with PostgreSQL", one, "a journal in a folder", alone, 0);
    }

    private double oneRun(String name, int photos, int nodes, Map<String, String> further) throws Exception {
        Path folder = Run.folder(photos / 3, 10_000);
        List<Run> runs = new ArrayList<>();
        try (LoopbackService service = new LoopbackService(() -> TimeUnit.MILLISECONDS.toNanos(100))) {
            for (int i = 0; i < nodes; i++) {
                runs.add(start(folder, settings(folder, service.url(), further)));
            }
            // the first third warms up
            until(folder, photos / 3);
            Work before = further.containsKey("LABEL_STORE_URL") ? server.work() : new Work(0, 0);
            double cpu = cpu(runs);
            Path more = Run.folder(0, 10_000);
            Run.add(more, photos, photos, 10_000);
            long begun = System.nanoTime();
            try (Stream<Path> files = Files.list(more.resolve("inbox"))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.move(file, folder.resolve("inbox").resolve(file.getFileName()));
                }
            }
            until(folder, photos / 3 + photos);
            double seconds = (System.nanoTime() - begun) / 1e9;
            cpu = cpu(runs) - cpu;
            Work work = further.containsKey("LABEL_STORE_URL") ? server.work().since(before) : new Work(0, 0);
            if (service.posts() != photos / 3 + photos) {
                throw new IllegalStateException(service.posts() + " sendings for " + (photos / 3 + photos) + " photos");
            }
            results.row(name, photos / seconds, cpu / photos, work.transactions() / (double) photos, work.cpu() / photos);
            Run.delete(more);
            return photos / seconds;
        } finally {
            for (Run run : runs) {
                run.close();
            }
            Run.delete(folder);
        }
    }

    private static double cpu(List<Run> runs) throws IOException {
        double cpu = 0;
        for (Run run : runs) {
            cpu += run.cpu();
        }
        return cpu;
    }

    private static void until(Path folder, int done) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (texts(folder) < done) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(texts(folder) + " of " + done + " photos came");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static int texts(Path folder) {
        String[] names = folder.resolve("done").toFile().list((parent, name) -> !name.startsWith("."));
        return names == null ? 0 : names.length;
    }

    /** Kills a node that has sent eight photos, and waits until another has their texts. */
    private void takeOver(int kills) throws Exception {
        server.newDatabase();
        List<Double> seconds = new ArrayList<>();
        Path folder = Run.folder(0, 10_000);
        long[] latency = {0};
        try (LoopbackService service = new LoopbackService(() -> latency[0])) {
            Map<String, String> settings = settings(folder, service.url(), sharing());
            Run next = start(folder, settings);
            for (int i = 0; i < kills; i++) {
                // read long before anybody asks again
                latency[0] = TimeUnit.SECONDS.toNanos(2);
                long before = service.posts();
                Run.add(folder, 10 * i, 8, 10_000);
                while (service.posts() < before + 8) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                TimeUnit.MILLISECONDS.sleep(100);
                Run other = start(folder, settings);
                long killed = System.nanoTime();
                next.kill();
                until(folder, 8 * (i + 1));
                seconds.add((System.nanoTime() - killed) / 1e9);
                if (service.posts() != before + 8) {
                    throw new IllegalStateException((service.posts() - before) + " sendings of 8 photos");
                }
                next = other;
            }
            next.close();
        }
        Run.delete(folder);
        seconds.sort(null);
        results.title("From the end of a killed node until another has the texts of its eight photos, of " + kills + "; a lease of " + LEASE.toSeconds() + " s",
                "| | seconds |");
        results.row("median", seconds.get(kills / 2));
        results.row("95 %", seconds.get(Math.min(kills - 1, (int) Math.ceil(0.95 * kills) - 1)));
        results.ratio("s until another goes on, median", seconds.get(kills / 2), "the lease", LEASE.toSeconds(), 0);
    }
}
