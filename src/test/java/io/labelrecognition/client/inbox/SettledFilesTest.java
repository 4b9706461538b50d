package io.labelrecognition.client.inbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledFilesTest {
    @TempDir
    private Path directory;

    /** Everything is of the future then: what is being written must not pass for whole. */
    @Test
    void aClockThatIsSetBackMakesNoPhotoWhole() throws Exception {
        Clock setBack = Clock.fixed(Instant.now().minus(Duration.ofHours(2)), ZoneOffset.UTC);
        SettledFiles photos = new SettledFiles(Duration.ofMillis(300), setBack, new MonotonicClock());
        Path photo = Files.writeString(directory.resolve("a.png"), "half");

        assertFalse(photos.isWhole(photo));
        await().until(() -> photos.isWhole(photo));

        Files.writeString(photo, "half, and more");
        assertFalse(photos.isWhole(photo));
        await().until(() -> photos.isWhole(photo));
        assertTrue(photos.isWhole(photo), "and stays it: it is asked for twice");
    }

    @Test
    void aClockThatIsSetForwardMakesNoPhotoWhole() throws Exception {
        Clock setForward = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        SettledFiles photos = new SettledFiles(Duration.ofMillis(300), setForward, new MonotonicClock());
        Path photo = Files.writeString(directory.resolve("a.png"), "half");

        assertFalse(photos.isWhole(photo));
        await().until(() -> photos.isWhole(photo));
    }
}
