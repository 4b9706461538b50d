package io.labelrecognition.client.store;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.files.Disk;
import io.labelrecognition.client.files.FileLocks;
import io.labelrecognition.client.files.OwnerOnly;
import io.labelrecognition.client.store.TaskRecord.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in a folder: one {@linkplain TaskLog log}. The folder is opened when it is first needed, and has one application at a time.
 */
public final class TaskJournal implements TaskStore {
    /** The file in the folder. */
    public static final String FILE = "tasks.log";

    private static final int AT_ONCE = 500;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(TaskJournal.class);

    private final Path folder;
    private final Clock clock;
    private final TaskLog log;
    private final Map<TaskLog.Key, Held> held = new ConcurrentHashMap<>();
    private final AtomicBoolean tidying = new AtomicBoolean();

    /** Of the thread that is tidying. */
    private volatile Instant nextSweep = Instant.MIN;
    // guarded by this
    private FileLocks.Held lock;

    public TaskJournal(Path folder, Clock clock) {
        this(folder, clock, Disk.LOCAL);
    }

    /** @param disk what the log is written on */
    TaskJournal(Path folder, Clock clock, Disk disk) {
        this.folder = folder.toAbsolutePath();
        this.clock = clock;
        this.log = new TaskLog(disk, this.folder.resolve(FILE));
    }

    /** Bytes of the log; 0 until it is opened. */
    long size() {
        return log.size();
    }

    @Override
    public Claim claim(String key) throws IOException {
        Held claim = hold(key);
        if (claim == null) {
            return null;
        }
        try {
            open();
            tidy();
            claim.read();
            return claim;
        } catch (IOException | RuntimeException e) {
            claim.release();
            if (e instanceof IOException && !String.valueOf(e.getMessage()).contains(folder.toString())) {
                throw new IOException(folder + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /**
     * An entry that nobody holds.
     *
     * @param until  how long it is of use, in milliseconds of the epoch; 0 for ever
     */
    public record Entry(String key, TaskRecord record, long until) {
    }

    /** Takes some entries. */
    @FunctionalInterface
    public interface EntriesConsumer {
        void accept(List<Entry> entries) throws IOException;
    }

    /**
     * Hands out all entries, some at a time, for another store.
     *
     * @return how many
     * @throws IOException if the journal cannot be read, or another application has it
     */
    public long each(EntriesConsumer consumer) throws IOException {
        open();
        List<Entry> some = new ArrayList<>();
        long[] count = new long[1];
        log.each(line -> {
            some.add(new Entry(line.key(), TaskRecord.parse(line.value()), line.until()));
            count[0]++;
            if (some.size() == AT_ONCE) {
                consumer.accept(List.copyOf(some));
                some.clear();
            }
        });
        consumer.accept(some);
        return count[0];
    }

    /** Null while another has it. */
    private Held hold(String key) {
        Held claim = new Held(key);
        return held.putIfAbsent(TaskLog.Key.of(key), claim) == null ? claim : null;
    }

    /** Another process with the same journal would not see who holds an entry. */
    private synchronized void open() throws IOException {
        if (lock != null) {
            return;
        }
        OwnerOnly.createFolders(folder);
        lock = FileLocks.tryLock(folder.resolve(".lock"));
        if (lock == null) {
            throw new IOException("The journal " + folder + " is in use by another application: give each a journal of its own.");
        }
        try {
            tighten();
            log.open();
            new FormerJournal(folder).carryOver(log);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Entries hold the texts of photos: what a kill or an earlier version has left may be readable by everybody. */
    private void tighten() throws IOException {
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(folder, "{.*.part,*.unreadable}")) {
            for (Path file : ours) {
                OwnerOnly.tighten(file);
            }
        }
    }

    /** Now and then, by one of the threads that come by; the others do not wait for it. */
    private void tidy() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep) || !tidying.compareAndSet(false, true)) {
            return;
        }
        try {
            nextSweep = now.plus(BETWEEN_SWEEPS);
            log.tidy(now.toEpochMilli(), held::containsKey);
        } catch (IOException e) {
            LOG.warn("The journal {} grows, because it cannot be written anew: {}", folder, e.toString());
        } finally {
            tidying.set(false);
        }
    }

    @Override
    public void settled(String key, Duration reuseResults, boolean remember) {
        Held claim = hold(key);
        if (claim == null) {
            // the same photo again, and it knows by now what became of this: it will say so itself
            return;
        }
        try {
            claim.read();
            claim.settled(reuseResults, remember);
        } catch (IOException e) {
            LOG.warn("The journal could not be told that a photo is where it belongs: {}", e.toString());
        } finally {
            claim.release();
        }
    }

    private final class Held implements Claim {
        private final String key;
        private volatile TaskRecord record;

        private Held(String key) {
            this.key = key;
        }

        /** What cannot be read is said, and stands in nobody's way: the line stays for whoever looks into the journal. */
        private void read() throws IOException {
            String json = log.get(key);
            try {
                record = json == null ? null : TaskRecord.parse(json);
            } catch (IOException e) {
                LOG.warn("An entry of the journal {} cannot be read: its photo is sent as if nothing were known of it ({})", folder, key);
            }
        }

        @Override
        public TaskRecord record() {
            return record;
        }

        @Override
        public boolean isReusable() {
            long until = log.until(key);
            return record != null && (until == 0 || until > clock.millis());
        }

        @Override
        public boolean isSettled() {
            return record == null || log.until(key) != 0;
        }

        @Override
        public boolean sending(int unanswered, CallQuota.Share share) throws IOException {
            if (!NOTHING_KEPT.sending(unanswered, share)) {
                return false;
            }
            try {
                notTaken(unanswered);
            } catch (IOException e) {
                notMade(share);
                throw new IOException("The journal cannot be written: " + e, e);
            }
            return true;
        }

        @Override
        public void notTaken(int unanswered) throws IOException {
            write(TaskRecord.sending(clock.instant(), unanswered), 0);
        }

        @Override
        public void sent(String taskId) throws IOException {
            write(TaskRecord.sent(clock.instant(), taskId), clock.instant().plus(RESULTS_KEPT).toEpochMilli());
        }

        @Override
        public void finished(String taskId, TaskRecord.Finding finding) throws IOException {
            write(TaskRecord.finished(clock.instant(), taskId, finding), 0);
        }

        @Override
        public void failed(String taskId, LabelRecognitionException.Reason reason, String detail) throws IOException {
            write(TaskRecord.failed(clock.instant(), taskId, new Failure(reason, detail)), 0);
        }

        /** What was not delivered is kept, however old: it was paid for. What may have been sent is kept for whoever asks about it. */
        private void write(TaskRecord next, long until) throws IOException {
            log.put(new LogLine(key, until, next.toJson()));
            record = next;
        }

        @Override
        public void forget() throws IOException {
            record = null;
            log.putUnforced(new LogLine(key, 0, LogLine.FORGOTTEN));
        }

        private void settled(Duration reuseResults, boolean remember) throws IOException {
            if (isSettled()) {
                return;
            }
            Duration kept = switch (record.state()) {
                case FINISHED -> reuseResults;
                case FAILED -> remember && record.failure().isOfThePhoto() ? FAILURES_KEPT : Duration.ZERO;
                case SENDING, SENT -> null;
            };
            if (kept != null && kept.isZero()) {
                forget();
            } else if (kept != null) {
                log.putUnforced(new LogLine(key, clock.instant().plus(kept).toEpochMilli(), LogLine.AS_BEFORE));
            }
        }

        @Override
        public void release() {
            held.remove(TaskLog.Key.of(key), this);
        }
    }

    @Override
    public synchronized void close() {
        if (lock != null) {
            try {
                log.close();
                lock.close();
            } catch (IOException e) {
                LOG.debug("The journal's lock was not released: {}", e.toString());
            }
            lock = null;
        }
    }
}
