package io.labelrecognition.client.database;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.PhotoClaims;
import io.labelrecognition.client.store.StoreContract;
import io.labelrecognition.client.store.TaskStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseStoreTest extends StoreContract {
    private final PGSimpleDataSource database = Postgres.database();
    private DatabaseStore node;

    @Override
    protected TaskStore open() {
        node = new DatabaseStore(database, Duration.ofSeconds(15), Clock.systemUTC());
        return node.tasks(Duration.ofSeconds(60));
    }

    @Override
    protected void stop(TaskStore store) {
        node.close();
    }

    /** As it is when its calls have been looked up. */
    @Override
    protected CallQuota quota(long limit) throws IOException {
        CallQuota quota = node.quota("an account", limit);
        node.look();
        return quota;
    }

    /** All that there is becomes older, when all is written that nobody waited for. */
    @Override
    protected void pass(Duration time) {
        for (int i = 0; i < 2; i++) {
            assertDoesNotThrow(() -> node.claim(List.of(new PhotoClaims.Name("a place", "a name"))));
        }
        long seconds = time.toSeconds();
        Postgres.run(database, "update lr_task set at = at - interval '" + seconds + " s', until = until - interval '" + seconds + " s', month = (month - interval '"
                + seconds + " s')::date; update lr_ledger set month = (month - interval '" + seconds + " s')::date");
    }
}
