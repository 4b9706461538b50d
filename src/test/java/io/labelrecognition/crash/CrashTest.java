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

    /** What holds of each run, and what it came to. */
    private Outcome judged(int photos, boolean hasFallback) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Outcome outcome = new CrashRun(folder, seed, 0.05, hasFallback).run(Integer.getInteger("crash.photos", photos), Integer.getInteger("crash.kills", 8));
        String told = "seed " + seed + ": " + outcome.table();
        System.out.println(told);
        assertAll(
                () -> assertEquals(0, outcome.lost(), told),
                () -> assertEquals(0, outcome.wrong(), told),
                () -> assertEquals(0, outcome.halfWritten(), told),
                () -> assertEquals(0, outcome.sentTwice(), told));
        return outcome;
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void noPhotoIsLostAndNoneIsKnowinglySentTwiceHoweverOftenTheApplicationIsKilled() throws Exception {
        Outcome outcome = judged(30, false);
        assertTrue(outcome.failed().getOrDefault("error", 0) >= 1, outcome::table);
        assertFalse(outcome.isIncomplete(), outcome::table);
    }

    /** A text by the fallback of a photo that the service has, or may have, is a wrong one; a photo with a second text beside the first is lost. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void norWithAFallbackWhileThePlanIsExhaustedNowAndThen() throws Exception {
        Outcome outcome = judged(24, true);
        assertTrue(outcome.elsewhere() >= 1 && outcome.elsewhere() < outcome.read(), outcome::table);
    }
}
