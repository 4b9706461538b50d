package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What waiting for results costs. */
@Isolated("counts the threads of the process")
class WaitingPhotosTest {
    private static final int FEW = 10;
    private static final int MANY = 1000;

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> !name.contains(ScriptedService.THREADS) && !name.contains("awaitility")).sorted().toList();
    }

    private static boolean isAnyCalling() {
        return threads().stream().anyMatch(name -> name.contains("labelCalls"));
    }

    @Test
    void aThousandThatWaitAddNoMoreThanFourThreads(@TempDir Path directory) throws Exception {
        try (ScriptedService service = new ScriptedService();
                WatchedFolders folders = new WatchedFolders(directory, service, "LABEL_MAX_IN_FLIGHT", "" + MANY, "LABEL_TIMEOUT", "1h")) {
            // each photo is sent, asked for once, and then waits for ten minutes
            for (int i = 0; i < MANY; i++) {
                service.onGet.add(ScriptedService.reply(429, "text/plain", "", "Retry-After", "600"));
            }
            for (int i = 0; i < FEW; i++) {
                folders.drop(i + ".png", "photo " + i);
            }
            folders.start();
            await().until(() -> service.gets.size() == FEW && !isAnyCalling());
            List<String> few = threads();

            for (int i = FEW; i < MANY; i++) {
                folders.drop(i % 10 + "/" + i + ".png", "photo " + i);
            }
            await().until(() -> service.gets.size() == MANY && !isAnyCalling());
            List<String> many = threads();
            assertEquals(MANY, service.posts.size());
            assertTrue(many.size() <= few.size() + 4, () -> "with few: " + few + "\nwith many: " + many);
        }
    }
}
