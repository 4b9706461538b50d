package io.labelrecognition.crash;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.database.Postgres;
import io.labelrecognition.crash.NodesRun.Node;
import io.labelrecognition.crash.NodesRun.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Many nodes, killed; {@code -Dnodes.photos=2000 -Dnodes.kills=200} is the long form. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class NodesTest {
    private static final int NODES = 4;

    @TempDir
    Path folder;

    private final PGSimpleDataSource database = Postgres.database();

    @Test
    void howeverOftenNodesAreKilledNoPhotoIsLostAndNoneIsSentTwiceThatNeedNotBe() throws Exception {
        int photos = Integer.getInteger("nodes.photos", 200);
        int kills = Integer.getInteger("nodes.kills", 20);
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
