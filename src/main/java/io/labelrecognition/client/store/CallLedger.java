package io.labelrecognition.client.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.files.Disk;
import io.labelrecognition.client.files.FileLocks;
import io.labelrecognition.client.files.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The quota in a file, which processes share that name the same one. */
final class CallLedger implements CallQuota {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long limit;
    private final Clock clock;
    private final Disk disk;

    private final CallsOfAPhoto callsOfAPhoto = new CallsOfAPhoto();
    private final GroupCommit commits = new GroupCommit("a call was being written down");

    // guarded by this
    private YearMonth month;
    /** As on disk, other processes' calls included. */
    private long count;
    /** Made or about to be, and not yet on disk. */
    private long unwritten;
    /** Of the count, by this process. */
    private long changes;
    private long reserved;

    /**
     * What the file holds.
     *
     * @param before      the month that was counted before this; null where there was none. A clock that has been set forward is set back
     * @param callsBefore its calls
     */
    record Page(String month, long calls, String before, long callsBefore) {
        /** The page as it is turned to in a month. */
        Page in(YearMonth now) {
            if (month.equals(now.toString())) {
                return this;
            }
            return new Page(now.toString(), now.toString().equals(before) ? callsBefore : 0, month, calls);
        }

        Page plus(long delta) {
            return new Page(month, Math.max(0, calls + delta), before, callsBefore);
        }
    }

    @Override
    public Share share() {
        return new PhotoShare();
    }

    /** @param limit calls a month */
    CallLedger(Path file, long limit, Clock clock) throws IOException {
        this(file, limit, clock, Disk.LOCAL);
    }

    /** @param disk what the file is written on */
    CallLedger(Path file, long limit, Clock clock, Disk disk) throws IOException {
        this.disk = disk;
        this.file = file.toAbsolutePath();
        this.limit = limit;
        this.clock = clock;
        this.month = thisMonth();
        OwnerOnly.createFolders(this.file.getParent());
        this.count = write(0);
    }

    private final class PhotoShare implements Share {
        private long left;
        private int asked;

        private PhotoShare() {
        }

        @Override
        public boolean reserve() throws IOException {
            synchronized (CallLedger.this) {
                turnOver();
                long whole = callsOfAPhoto.expected();
                if (left > 0) {
                    return true;
                }
                if (count + unwritten + reserved + whole > limit) {
                    return false;
                }
                left = whole;
                reserved += whole;
                return true;
            }
        }

        @Override
        public void calling(boolean isFetch) throws IOException {
            asked += isFetch ? 1 : 0;
            synchronized (CallLedger.this) {
                if (left > 0) {
                    left--;
                    reserved--;
                }
            }
            change(1);
        }

        @Override
        public void notMade() throws IOException {
            change(-1);
        }

        @Override
        public void end(boolean read) {
            synchronized (CallLedger.this) {
                reserved -= left;
                left = 0;
            }
            if (read) {
                callsOfAPhoto.read(asked);
            }
        }
    }

    @Override
    public synchronized long left() {
        // a new month begins on disk with its first call
        return thisMonth().equals(month) ? limit - count - unwritten : limit;
    }

    @Override
    public long limit() {
        return limit;
    }

    private YearMonth thisMonth() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC));
    }

    private void turnOver() throws IOException {
        if (!thisMonth().equals(month)) {
            month = thisMonth();
            count = write(0);
        }
    }

    private void change(int by) throws IOException {
        long mine;
        synchronized (this) {
            unwritten += by;
            mine = ++changes;
        }
        commits.await(mine, () -> commit(by));
    }

    /** @param by this thread's own part, which is taken back where nothing can be written */
    private long commit(int by) throws IOException {
        long all;
        long delta;
        synchronized (this) {
            all = changes;
            delta = unwritten;
        }
        boolean written = false;
        try {
            long total = write(delta);
            synchronized (this) {
                count = total;
                unwritten -= delta;
            }
            written = true;
            return all;
        } finally {
            synchronized (this) {
                unwritten -= written ? 0 : by;
            }
        }
    }

    /**
     * Adds to the count on disk; a count of another month is over.
     *
     * @return the new count
     */
    private long write(long delta) throws IOException {
        try (FileLocks.Held guard = FileLocks.lock(file.resolveSibling(file.getFileName() + ".lock"))) {
            Page page = read();
            YearMonth now = thisMonth();
            Page next = (page == null ? new Page(now.toString(), 0, null, 0) : page.in(now)).plus(delta);
            if (page == null || delta != 0) {
                disk.write(file, JSON.writeValueAsBytes(next));
            }
            return next.calls();
        }
    }

    /** A page that cannot be read is no reason to start again from nothing: the bill would not hold. */
    private Page read() throws IOException {
        if (!disk.exists(file)) {
            return null;
        }
        Page page;
        try (InputStream in = disk.read(file)) {
            page = JSON.readValue(in, Page.class);
        } catch (JacksonException e) {
            page = null;
        }
        if (page == null || page.month() == null || page.calls() < 0) {
            throw new IOException("The ledger of calls cannot be read: " + file + ": delete it to count from 0");
        }
        return page;
    }
}
