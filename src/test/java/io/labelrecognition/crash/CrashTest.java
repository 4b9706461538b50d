package io.labelrecognition.crash;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.crash.CrashRun.Outcome;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form; {@code -Dcrash.photos=300 -Dcrash.kills=50} is the long one. */
class CrashTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void noPhotoIsLostAndNoneIsKnowinglySentTwiceHoweverOftenTheApplicationIsKilled() throws Exception {
        int photos = Integer.getInteger("crash.photos", 30);
        int kills = Integer.getInteger("crash.kills", 8);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Outcome outcome = new CrashRun(folder, seed, 0.05, false).run(photos, kills);
        System.out.println("seed " + seed + "\n" + outcome.table());
        String told = "seed " + seed + ": " + outcome.table();
        assertAll(
                () -> assertEquals(0, outcome.lost(), told),
                () -> assertEquals(0, outcome.wrong(), told),
                () -> assertEquals(0, outcome.halfWritten(), told),
                () -> assertEquals(0, outcome.sentTwice(), told),
                () -> assertTrue(outcome.failed().getOrDefault("error", 0) >= 1, told),
                () -> assertFalse(outcome.isIncomplete(), told));
    }

    /** A text by the fallback of a photo that the service has, or may have, is a wrong one; so is a second text beside the first. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void norWithAFallbackWhileThePlanIsExhaustedNowAndThen() throws Exception {
        int photos = Integer.getInteger("crash.photos", 24);
        int kills = Integer.getInteger("crash.kills", 8);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Outcome outcome = new CrashRun(folder, seed, 0.05, true).run(photos, kills);
        System.out.println("seed " + seed + "\n" + outcome.table());
        String told = "seed " + seed + ": " + outcome.table();
        assertAll(
                () -> assertEquals(0, outcome.lost(), told),
                () -> assertEquals(0, outcome.wrong(), told),
                () -> assertEquals(0, outcome.sentTwice(), told),
                () -> assertTrue(outcome.elsewhere() >= 1 && outcome.elsewhere() < outcome.read(), told));
    }
}
