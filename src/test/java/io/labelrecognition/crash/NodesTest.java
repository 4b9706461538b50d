package io.labelrecognition.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import io.labelrecognition.client.Relay;
import io.labelrecognition.client.database.Postgres;
import io.labelrecognition.crash.NodesRun.Node;
import io.labelrecognition.crash.NodesRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Many nodes, killed; {@code -Dnodes.photos=2000 -Dnodes.kills=200} is the long form. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class NodesTest {
    private static final int NODES = 4;
    /** Where no node is meant to be taken for dead, however slow the machine. */
    private static final String LONG_LEASE = Patience.SECONDS + "s";

    @TempDir
    Path folder;

    private final PGSimpleDataSource database = Postgres.database();

    private static void assertSpotless(Outcome outcome, int again) {
        String told = outcome.toString();
        System.out.println(told);
        assertAll(
                () -> assertEquals(0, outcome.lost(), told),
                () -> assertEquals(0, outcome.wrong(), told),
                () -> assertEquals(List.of(), outcome.leftovers(), told),
                () -> assertEquals(List.of(), outcome.twice(), told),
                () -> assertEquals(again, outcome.excused(), told));
    }

    @Test
    void nodesThatLiveSendEachPhotoOnce() throws Exception {
        try (NodesRun run = new NodesRun(folder, database, 1, 0).set("LABEL_STORE_LEASE", LONG_LEASE)) {
            for (int i = 0; i < NODES; i++) {
                run.start();
            }
            run.dropSome(0, 300);
            run.await();
            assertSpotless(run.judge(), 0);
        }
    }

    /** Before its request is whole, before it hears the answer, and before it moves the photo. */
    @Test
    void aNodeThatStandsStillForLongSpoilsNothingAtAnyPoint() throws Exception {
        try (NodesRun run = new NodesRun(folder, database, 1, 0)) {
            Node halfSent = run.start();
            CompletableFuture<Void> stands = new CompletableFuture<>();
            run.service.whenComing(() -> pause(halfSent, stands));
            run.drop("half-sent.jpg", "photo " + "x".repeat(12_000_000));
            stands.get(Patience.SECONDS, TimeUnit.SECONDS);

            Node unanswered = run.start();
            // what it takes over it ends first: standing still, it would leave that unanswered as well
            await().until(() -> run.hasText("half-sent.jpg"));
            CompletableFuture<Void> standsToo = new CompletableFuture<>();
            run.service.whenPosted(CrashRun.jpeg("photo 2"), () -> pause(unanswered, standsToo));
            run.drop("unanswered.jpg", "photo 2");
            standsToo.get(Patience.SECONDS, TimeUnit.SECONDS);

            Node unmoved = run.start();
            run.drop("unmoved.jpg", "photo 3");
            while (!run.hasText("unmoved.jpg")) {
                LockSupport.parkNanos(100_000);
            }
            unmoved.pause();
            // on a slow machine it may have moved it already: it has to stand still for a lease all the same
            await().until(() -> "0".equals(Postgres.value(database, "select count(*) from lr_node where lease_until > clock_timestamp()")));

            run.start();
            run.await();
            halfSent.goOn();
            unanswered.goOn();
            unmoved.goOn();
            run.drop("later.jpg", "photo 4");
            run.await();
            // what goes on does so as another node, and has given up what it had
            await().until(() -> "7".equals(Postgres.value(database, "select count(*) from lr_node")));
            assertSpotless(run.judge(), 1);
        }
    }

    private static void pause(Node node, CompletableFuture<Void> done) {
        try {
            node.pause();
            done.complete(null);
        } catch (IOException | InterruptedException e) {
            done.completeExceptionally(e);
        }
    }

    @Test
    void theDatabaseMayBeKilledAndStoppedMeanwhile() throws Exception {
        try (Postgres.Mortal server = new Postgres.Mortal(folder.resolve("database"));
             NodesRun run = new NodesRun(Files.createDirectories(folder.resolve("run")), server.database(), 1, 0).set("LABEL_STORE_LEASE", LONG_LEASE)) {
            run.start();
            run.start();
            run.dropSome(0, 100);
            run.awaitLeft(20);
            server.restart(true);
            run.dropSome(100, 200);
            run.awaitLeft(120);
            server.restart(false);
            run.await();
            assertSpotless(run.judge(), 0);
        }
    }

    @Test
    void whatANodeHeldThatWasCutOffFromTheDatabaseIsDoneByOthers() throws Exception {
        try (Relay way = new Relay(database.getPortNumbers()[0]); NodesRun run = new NodesRun(folder, database, 1, 0)) {
            Node cut = run.set("LABEL_STORE_URL", database.getURL().replace(":" + database.getPortNumbers()[0], ":" + way.port())).start();
            run.dropSome(0, 100);
            run.awaitLeft(10);
            run.set("LABEL_STORE_URL", database.getURL()).start();
            run.cutOff(cut, () -> {
                way.cut(true);
                try {
                    run.await();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                way.cut(false);
            });
            run.dropSome(100, 150);
            run.await();
            Outcome outcome = run.judge();
            assertSpotless(outcome, outcome.excused());
        }
    }

    @Test
    void howeverOftenNodesAreKilledNoPhotoIsLostAndNoneIsSentTwiceThatNeedNotBe() throws Exception {
        int photos = Integer.getInteger("nodes.photos", 100);
        int kills = Integer.getInteger("nodes.kills", 10);
        long seed = Long.getLong("nodes.seed", System.nanoTime());
        Random random = new Random(seed);
        try (NodesRun run = new NodesRun(folder, database, seed, 0.05)) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(run.start());
            }
            for (int killed = 0; killed < kills; killed++) {
                run.dropSome(killed * photos / kills, (killed + 1) * photos / kills);
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1000));
                int victim = random.nextInt(NODES);
                nodes.get(victim).kill();
                nodes.set(victim, run.start());
            }
            run.await();
            Outcome outcome = run.judge();
            String told = "seed " + seed + ": " + outcome;
            System.out.println(told);
            if (System.getProperty("nodes.logs") != null) {
                System.out.println(run.logs());
            }
            assertAll(
                    () -> assertEquals(0, outcome.lost(), told),
                    () -> assertEquals(0, outcome.wrong(), told),
                    () -> assertEquals(List.of(), outcome.leftovers(), told),
                    () -> assertEquals(List.of(), outcome.twice(), told),
                    () -> assertTrue(outcome.failed().getOrDefault("error", 0) >= 1, told),
                    () -> assertEquals("0", Postgres.value(database, "select count(*) from lr_task t join lr_node n using (node) where n.lease_until > now()")));
        }
    }
}
