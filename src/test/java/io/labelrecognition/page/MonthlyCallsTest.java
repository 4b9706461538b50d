package io.labelrecognition.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthlyCallsTest {
    @TempDir
    private Path folder;

    private MonthlyCalls at(String time) {
        return new MonthlyCalls(folder.resolve("journal/calls.json"), Clock.fixed(Instant.parse(time), ZoneOffset.ofHours(9)));
    }

    @Test
    void theyAreKeptOverStarts() {
        MonthlyCalls first = at("2026-05-10T10:00:00Z");
        first.keep(0);
        assertEquals(3, first.calls(3));
        first.keep(3);
        first.keep(3);
        assertEquals(5, first.calls(5));
        MonthlyCalls second = at("2026-05-11T10:00:00Z");
        assertEquals(3, second.calls(0));
        second.keep(4);
        assertEquals(7, at("2026-05-31T23:59:59Z").calls(0));
    }

    @Test
    void aMonthBeginsWithNone() {
        at("2026-05-31T23:59:59Z").keep(10);
        MonthlyCalls june = at("2026-06-01T00:00:00Z");
        assertEquals(0, june.calls(0));
        june.keep(2);
        assertEquals(2, at("2026-06-01T00:00:01Z").calls(0));
    }

    @Test
    void twoApplicationsAddUpAndAFileThatIsDamagedStopsNobody() throws Exception {
        MonthlyCalls one = at("2026-05-10T10:00:00Z");
        MonthlyCalls other = at("2026-05-10T10:00:00Z");
        one.keep(5);
        other.keep(7);
        one.keep(6);
        assertEquals(13, one.calls(6));
        Files.writeString(folder.resolve("journal/calls.json"), "{\"month\":");
        one.keep(8);
        assertEquals(15, at("2026-05-10T10:00:00Z").calls(0));
    }
}
