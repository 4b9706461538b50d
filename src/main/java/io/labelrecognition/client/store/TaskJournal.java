package io.labelrecognition.client.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.files.DurableFile;
import io.labelrecognition.client.files.FileLocks;
import io.labelrecognition.client.files.OwnerOnly;
import io.labelrecognition.client.wire.Confidence;
import io.labelrecognition.client.wire.RecognitionResult.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was sent, and what became of it, on disk before it happens: a line in a {@linkplain JournalLog log} at each step, and a small file
 * a photo when it has come to rest.
 *
 * <p>An entry is forced to disk before the photo is sent, after it was taken, and when its result is there: many at once. So whoever comes
 * after a crash knows of each photo whether to send it, to ask for its result, to deliver it, or that nobody can know. An entry that
 * cannot be read is set aside, with a warning, and stands in nobody's way.
 *
 * <p>Threads may share a journal; of the photos with the same key, one at a time holds the entry. Two processes must not share one.
 */
public final class TaskJournal implements AutoCloseable {
    /** How long the service keeps a result, from when the photo was sent. */
    static final Duration RESULTS_KEPT = Duration.ofHours(24);
    /** How long it is remembered that a photo cannot be read, for whoever sends it again and again. */
    public static final Duration FAILURES_KEPT = Duration.ofDays(30);
    private static final int VERSION = 1;
    private static final String SUFFIX = ".task.json";
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    /** Bytes of an entry that is forced with others; a larger one has a file at once, and is forced by itself. */
    private static final int LONGEST_LINE = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(TaskJournal.class);
    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .serializationInclusion(JsonInclude.Include.NON_NULL).build();

    private final Path folder;
    private final Clock clock;
    private final JournalLog log;
    private final Map<String, Claim> held = new ConcurrentHashMap<>();

    private final AtomicBoolean tidying = new AtomicBoolean();

    /** Of the thread that is tidying. */
    private volatile Instant nextSweep = Instant.MIN;
    // guarded by this
    private FileLocks.Held lock;

    public TaskJournal(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.clock = clock;
        this.log = new JournalLog(this.folder);
    }

    /** How far a photo has come. */
    public enum State {
        /** It is on its way: after a crash nobody knows whether it was taken. */
        SENDING,
        /** The service has it, under the task id. */
        SENT,
        /** The result is here. */
        FINISHED,
        /** There will be no result, and the photo is not yet where it goes for that. */
        FAILED
    }

    /**
     * One photo's entry.
     *
     * @param at        when it came to this state, ISO 8601
     * @param results   the results of a finished one
     * @param confidence how sure the reader was of them; null where it did not say
     * @param failure   why there will be none: the name of a {@link LabelRecognitionException.Reason}, and the detail
     * @param keptUntil how long they may serve the same photo again; null until somebody has them
     * @param unanswered of one that is on its way: how many of its sendings may have been taken, if no more is heard; null is one
     */
    public record Record(int version, State state, String at, String taskId, List<Entry> results, Confidence confidence, Failure failure,
                  String keptUntil, Integer unanswered) {
        boolean isDelivered() {
            return keptUntil != null;
        }
    }

    /** Why there will be no result. */
    public record Failure(LabelRecognitionException.Reason reason, String detail) {
        /** Whether the same photo with the same settings would fare no better. */
        boolean isOfThePhoto() {
            return reason == LabelRecognitionException.Reason.ERROR || reason == LabelRecognitionException.Reason.REFUSED;
        }
    }

    /**
     * The name of an entry: photos with the same bytes, settings, service and client share one.
     *
     * @param parts what tells one entry from another
     */
    public static String key(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The entry of this key, for one holder at a time.
     *
     * @return null while another photo holds it
     * @throws IOException if the folder cannot be read, or another process has it
     */
    public Claim claim(String key) throws IOException {
        Claim claim = new Claim(key);
        if (held.putIfAbsent(key, claim) != null) {
            return null;
        }
        try {
            open();
            tidy();
            claim.record = read(key);
            return claim;
        } catch (IOException | RuntimeException e) {
            claim.release();
            throw e;
        }
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
            log.open(this::restore);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Entries hold the texts of photos; those of earlier versions could be read by everybody. */
    private void tighten() throws IOException {
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(folder, "{*" + SUFFIX + ",.log-*,.*.part,*.unreadable}")) {
            for (Path file : ours) {
                OwnerOnly.tighten(file);
            }
        }
    }

    /** The machine ended: what the file of an entry says may be older than what was said to be on disk, or nothing at all. */
    private void restore(String key, byte[] bytes) throws IOException {
        Record logged = parse(bytes);
        Path file = file(key);
        Record there = Files.exists(file) ? parse(Files.readAllBytes(file)) : null;
        if (logged != null && (there == null || Instant.parse(there.at()).isBefore(Instant.parse(logged.at())))) {
            DurableFile.write(file, bytes);
        }
    }

    /** An entry, held by the photo that is being worked on. */
    public final class Claim {
        private final String key;
        private volatile Record record;

        private Claim(String key) {
            this.key = key;
        }

        /** Null where nothing is known of the photo. */
        public Record record() {
            return record;
        }

        /**
         * The photo is about to be sent, or was not taken this time.
         *
         * @param unanswered how many sendings may have been taken, if no more is heard
         */
        public void sending(int unanswered) throws IOException {
            write(new Record(VERSION, State.SENDING, now(), null, null, null, null, null, unanswered));
        }

        /** The service has taken it. */
        public void sent(String taskId) throws IOException {
            write(new Record(VERSION, State.SENT, now(), taskId, null, null, null, null, null));
        }

        /** The result is here. */
        public void finished(String taskId, List<Entry> results, Confidence confidence) throws IOException {
            write(new Record(VERSION, State.FINISHED, now(), taskId, results, confidence, null, null, null));
        }

        /** There will be no result. */
        public void failed(String taskId, LabelRecognitionException.Reason reason, String detail) throws IOException {
            write(new Record(VERSION, State.FAILED, now(), taskId, null, null, new Failure(reason, detail), null, null));
        }

        /** There is nothing to come back to. */
        public void forget() throws IOException {
            record = null;
            Files.deleteIfExists(file(key));
            log.forgotten(key);
        }

        /** Lets the next photo with this key have the entry. */
        public void release() {
            try {
                // what ended waits in the log for being settled
                if (record != null && (record.state() == State.SENDING || record.state() == State.SENT) && log.last(key) != null) {
                    rest(record);
                }
            } catch (IOException e) {
                LOG.debug("An entry stays in the log: {}", e.toString());
            } finally {
                held.remove(key, this);
            }
        }

        private void write(Record next) throws IOException {
            byte[] bytes = JSON.writeValueAsBytes(next);
            if (bytes.length > LONGEST_LINE) {
                DurableFile.write(file(key), bytes);
                log.filed(key, new byte[0]);
            } else {
                log.append(key, bytes);
            }
            record = next;
        }

        /** Nothing more will become of the entry for now. */
        private void rest(Record last) throws IOException {
            byte[] bytes = JSON.writeValueAsBytes(last);
            if (bytes.length > LONGEST_LINE) {
                DurableFile.write(file(key), bytes);
                log.filed(key, new byte[0]);
            } else {
                DurableFile.writeUnforced(file(key), bytes);
                log.filed(key, bytes);
            }
            record = last;
        }
    }

    private Path file(String key) {
        return folder.resolve(key + SUFFIX);
    }

    private String now() {
        return clock.instant().toString();
    }

    private Record read(String key) throws IOException {
        byte[] logged = log.last(key);
        Record last = logged == null ? null : parse(logged);
        if (last != null) {
            return last;
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file(key));
        } catch (NoSuchFileException e) {
            return null;
        }
        Record record = parse(bytes);
        if (record == null) {
            Path aside = folder.resolve(key + ".unreadable");
            Files.move(file(key), aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("An entry of the journal could not be read (half-written, or of another version) and was set aside as {}: "
                    + "its photo is sent as if nothing were known of it", aside);
        }
        return record;
    }

    /** Null for anything but a sound entry of this version. */
    private static Record parse(byte[] bytes) {
        try {
            Record record = JSON.readValue(bytes, Record.class);
            boolean sound = record != null && record.version() == VERSION && record.state() != null && record.at() != null
                    && (record.state() == State.SENDING || record.taskId() != null || record.failure() != null);
            if (sound) {
                Instant.parse(record.at());
                Instant.parse(record.isDelivered() ? record.keptUntil() : record.at());
            }
            return sound ? record : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Now and then, by one of the threads that come by; the others do not wait for it. */
    private void tidy() throws IOException {
        if (!log.isLong() && clock.instant().isBefore(nextSweep) || !tidying.compareAndSet(false, true)) {
            return;
        }
        try {
            if (log.isLong()) {
                log.turnOver(SUFFIX);
            }
            Instant now = clock.instant();
            if (!now.isBefore(nextSweep)) {
                nextSweep = now.plus(BETWEEN_SWEEPS);
                sweep(now);
            }
        } finally {
            tidying.set(false);
        }
    }

    /** Entries that nobody can have a use for go: a result is gone from the service by then, or from everybody's memory. */
    private void sweep(Instant now) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path entry : entries) {
                if (isSpent(entry, now)) {
                    dropIfSpent(entry, now);
                }
            }
        }
    }

    private void dropIfSpent(Path entry, Instant now) throws IOException {
        String name = entry.getFileName().toString();
        Claim claim = new Claim(name.substring(0, name.length() - SUFFIX.length()));
        if (held.putIfAbsent(claim.key, claim) == null) {
            try {
                // it may have become another while nobody held it
                if (isSpent(entry, now)) {
                    Files.deleteIfExists(entry);
                }
            } finally {
                held.remove(claim.key, claim);
            }
        }
    }

    private static boolean isSpent(Path entry, Instant now) throws IOException {
        try {
            return isSpent(parse(Files.readAllBytes(entry)), now);
        } catch (NoSuchFileException e) {
            // forgotten since
            return false;
        }
    }

    /** What was not delivered is kept, however old: it was paid for. What may have been sent is kept for whoever asks about it. */
    private static boolean isSpent(Record record, Instant now) {
        return record != null && (record.state() == State.SENT && Instant.parse(record.at()).plus(RESULTS_KEPT).isBefore(now)
                || record.isDelivered() && Instant.parse(record.keptUntil()).isBefore(now));
    }

    /** Whether what became of a photo may answer the same photo now. */
    public boolean isReusable(Record ended) {
        return !ended.isDelivered() || Instant.parse(ended.keptUntil()).isAfter(clock.instant());
    }

    /**
     * What came of the photo is where it was wanted: from now on results only serve the same photo again, and a failure is history, or is
     * remembered where the photo may still lie where it was taken from.
     *
     * @param reuseResults for how long results serve; zero is never
     * @param remember     whether a photo that cannot be read, or is refused, is answered with that when it comes again
     */
    public void settled(String key, Duration reuseResults, boolean remember) {
        Claim claim = new Claim(key);
        if (held.putIfAbsent(key, claim) != null) {
            // the same photo again, and it knows by now what became of this: it will say so itself
            return;
        }
        try {
            Record record = read(key);
            if (record == null || record.isDelivered()) {
                return;
            }
            Duration kept = switch (record.state()) {
                case FINISHED -> reuseResults;
                case FAILED -> remember && record.failure().isOfThePhoto() ? FAILURES_KEPT : Duration.ZERO;
                case SENDING, SENT -> null;
            };
            if (kept != null && kept.isZero()) {
                claim.forget();
            } else if (kept != null) {
                claim.rest(new Record(VERSION, record.state(), record.at(), record.taskId(), record.results(), record.confidence(),
                        record.failure(), clock.instant().plus(kept).toString(), null));
            }
        } catch (IOException e) {
            LOG.warn("The journal could not be told that a photo is where it belongs: {}", e.toString());
        } finally {
            claim.release();
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
