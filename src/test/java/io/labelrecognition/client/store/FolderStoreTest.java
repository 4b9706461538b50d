package io.labelrecognition.client.store;

import io.labelrecognition.service.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends StoreContract {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();

    @Override
    protected TaskStore open() {
        return new TaskJournal(folder, clock);
    }

    @Override
    protected void stop(TaskStore store) {
        store.close();
    }

    @Override
    protected CallQuota quota(long limit) throws IOException {
        return new CallLedger(folder.resolve("calls.json"), limit, clock);
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
