package io.labelrecognition.client.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.CapturedOutput;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboxProgressTest {
    private final AtomicLong now = new AtomicLong();
    private final InboxProgress progress = new InboxProgress(now::get);

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void read(int photos) {
        for (int i = 0; i < photos; i++) {
            progress.read();
        }
    }

    @Test
    void longWorkIsSaidEachHalfMinuteAndWhenItIsThrough() {
        try (CapturedOutput output = new CapturedOutput()) {
            progress.looked(64, 4000, true);
            after(29);
            read(290);
            progress.looked(64, 4000, true);
            assertEquals("", output.toString());
            after(1);
            progress.failed();
            read(9);
            progress.looked(64, 836, false);
            progress.looked(64, 836, false);
            assertEquals(1, output.toString().lines().count(), output::toString);
            assertTrue(output.toString().contains("299 read, 1 failed, 64 in flight, 836 waiting; 10 a second, 1 min 30 s left"), output::toString);
            read(900);
            after(90);
            progress.looked(0, 0, false);
            progress.looked(0, 0, false);
            assertEquals(2, output.toString().lines().count(), output::toString);
            assertTrue(output.toString().contains("all 1200 photos are through, 1 of them failed, in 2 min 0 s"), output::toString);
        }
    }

    @Test
    void whatIsSoonDoneAndAnInboxWithNothingInItAreNotSaid() {
        try (CapturedOutput output = new CapturedOutput()) {
            progress.looked(0, 0, false);
            after(3600);
            progress.looked(0, 0, false);
            assertNull(progress.state());
            progress.looked(1, 0, false);
            read(1);
            after(20);
            progress.looked(0, 0, false);
            after(3600);
            progress.looked(1, 0, false);
            assertEquals("0 read, 0 failed, 1 in flight, 0 waiting; 0.0 a second", progress.state().toString());
            assertEquals("", output.toString());
        }
    }

    @Test
    void howManyMoreThereAreIsNotKnownBeyondAListing() {
        progress.looked(64, 3936, true);
        after(10);
        read(20);
        assertEquals("20 read, 0 failed, 64 in flight, 3,936 or more waiting; 2.0 a second", progress.state().toString());
    }
}
