package io.labelrecognition.page;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many calls were made this month (UTC), over starts of the application: kept in a file now and then, for people to look at. What bounds the
 * calls is another count, which is written down before each. A process that is killed forgets those since it last wrote. Threads may share it.
 */
final class MonthlyCalls {
    private static final Logger LOG = LoggerFactory.getLogger(MonthlyCalls.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Clock clock;

    // guarded by this
    private Page kept = new Page(null, 0);
    /** Of those since the start, how many are in the file. */
    private long written;

    /** What the file holds. */
    record Page(String month, long calls) {
        Page in(String now) {
            return now.equals(month) ? this : new Page(now, 0);
        }
    }

    MonthlyCalls(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.kept = read();
    }

    /** @param sinceStart calls that were made since the application was started */
    synchronized long calls(long sinceStart) {
        return kept.in(month()).calls() + sinceStart - written;
    }

    /** Keeps them, where there are more than when this was last done. What others have added to the file stays. */
    synchronized void keep(long sinceStart) {
        if (sinceStart == written) {
            return;
        }
        Page now = read().in(month());
        kept = new Page(now.month(), now.calls() + sinceStart - written);
        written = sinceStart;
        try {
            OwnerOnly.createFolders(file.getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, JSON.writeValueAsBytes(kept));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.debug("The calls of the month are not kept: {}", e.toString());
        }
    }

    private String month() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC)).toString();
    }

    private Page read() {
        try {
            Page page = Files.exists(file) ? JSON.readValue(file.toFile(), Page.class) : null;
            return page == null || page.calls() < 0 ? kept : page;
        } catch (IOException e) {
            // whatever has become of it, counting goes on
            return kept;
        }
    }
}
