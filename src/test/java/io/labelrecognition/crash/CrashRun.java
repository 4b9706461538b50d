package io.labelrecognition.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.Patience;
import io.labelrecognition.app.ApplicationJvm;
import io.labelrecognition.client.store.JournalFolder;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.crash.UnreliableService.Event;
import io.labelrecognition.crash.UnreliableService.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The standalone application as a process of its own, in front of an {@link UnreliableService}, killed again and again in the middle of
 * its work: at random, and at each boundary of its journal. In the end every photo has to be where it belongs, and the service's log
 * tells what was sent twice.
 */
final class CrashRun {
    /** Where a kill met a photo. */
    enum Boundary {
        /** Noted as being sent: nobody knows whether it was taken. */
        SENDING,
        /** Taken, the result not yet here. */
        SENT,
        /** The result here, the text not yet in the outbox. */
        FINISHED,
        /** The text in the outbox, the photo still in the inbox. */
        DELIVERED,
        /** No text will come, the photo still in the inbox; met by few photos, so not every run hits it. */
        FAILED
    }

    /** What came of a run. */
    record Outcome(int photos, int kills, int read, int elsewhere, int lost, int wrong, int halfWritten, int ambiguous,
                   Map<String, Integer> failed, Map<Boundary, Integer> boundaries, List<List<Event>> twice) {
        int sentTwice() {
            return twice.stream().mapToInt(CrashRun::sentTwice).sum();
        }

        /** Whether a boundary that every run is to hit was not. */
        boolean isIncomplete() {
            return CrashRun.isIncomplete(boundaries);
        }

        String table() {
            StringBuilder table = new StringBuilder();
            table.append(String.format("photos %d, killed %d times, read %d, of them by the fallback %d%n", photos, kills, read, elsewhere));
            table.append(String.format("lost %d, wrong text %d, half-written text %d, sent twice after an acknowledged POST %d%n",
                    lost, wrong, halfWritten, sentTwice()));
            table.append(String.format("ambiguous sendings %d, failed with a reason %s%n", ambiguous, failed));
            table.append(String.format("boundaries hit %s%n", boundaries));
            twice.forEach(photo -> table.append(String.format("sent twice: %s%n", photo)));
            return table.toString();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A photo that the local service can read, as well, and its text. */
    private static final String REAL = "examples/photos/number-plate-long";

    private final Path folder;
    private final Random random;
    private final boolean hasFallback;
    private final UnreliableService service;
    /** What the local service reads on each photo. */
    private final String readElsewhere;
    private final Map<String, byte[]> photos = new LinkedHashMap<>();
    private final Map<Boundary, Integer> boundaries = new EnumMap<>(Boundary.class);

    /** @param hasFallback whether the plan is exhausted in every other of its lives, and photos are read by the local service then */
    CrashRun(Path folder, long seed, double faults, boolean hasFallback) throws IOException {
        this.folder = folder;
        this.hasFallback = hasFallback;
        this.random = new Random(seed);
        this.service = new UnreliableService(seed, faults);
        this.readElsewhere = Files.readString(Path.of(REAL + ".txt"), StandardCharsets.ISO_8859_1);
        for (Boundary boundary : Boundary.values()) {
            boundaries.put(boundary, 0);
        }
    }

    /**
     * @param count photos, of which one in fifty cannot be read
     * @param kills how often the application is killed; it goes on until each boundary was hit, up to three times as often
     */
    Outcome run(int count, int kills) throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        for (int i = 0; i < count; i++) {
            String name = String.format("%03d.jpg", i);
            String content = (i % 50 == 7 ? UnreliableService.POISON : "photo") + " " + i + " " + random.nextLong();
            photos.put(name, hasFallback ? real(content) : jpeg(content));
        }
        // some lie there at the start, the others come in between
        List<String> names = new ArrayList<>(photos.keySet());
        int dropped = 0;
        int killed = 0;
        while (killed < kills || isIncomplete(boundaries) && killed < 3 * kills) {
            for (int until = Math.min(count, (killed + 1) * count / kills); dropped < until; dropped++) {
                drop(inbox, names.get(dropped));
            }
            killAt(killed);
            killed++;
        }
        for (; dropped < count; dropped++) {
            drop(inbox, names.get(dropped));
        }
        service.exhausted(false);
        Process last = start();
        try {
            long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
            while (photosIn(inbox) > 0 && System.nanoTime() < end && last.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } finally {
            last.destroy();
            last.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
            last.destroyForcibly();
        }
        service.close();
        return judge(killed);
    }

    private static boolean isIncomplete(Map<Boundary, Integer> boundaries) {
        return boundaries.entrySet().stream().anyMatch(boundary -> boundary.getKey() != Boundary.FAILED && boundary.getValue() == 0);
    }

    static byte[] jpeg(String content) {
        byte[] text = content.getBytes(StandardCharsets.ISO_8859_1);
        byte[] jpeg = new byte[text.length + 4];
        System.arraycopy(text, 0, jpeg, 2, text.length);
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        jpeg[jpeg.length - 2] = (byte) 0xFF;
        jpeg[jpeg.length - 1] = (byte) 0xD9;
        return jpeg;
    }

    /** The real photo, with a comment in it. */
    private static byte[] real(String comment) throws IOException {
        byte[] photo = Files.readAllBytes(Path.of(REAL + ".jpg"));
        byte[] text = comment.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(photo.length + 4 + text.length).put(photo, 0, 2).put((byte) 0xFF).put((byte) 0xFE).putShort((short) (2 + text.length))
                .put(text).put(photo, 2, photo.length - 2).array();
    }

    private void drop(Path inbox, String name) throws IOException {
        Path part = inbox.resolve(name + ".part");
        Files.write(part, photos.get(name));
        Files.move(part, inbox.resolve(name));
    }

    private static long photosIn(Path inbox) throws IOException {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.filter(file -> file.toString().endsWith(".jpg")).count();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = ApplicationJvm.builder(folder, List.of());
        builder.environment().putAll(Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", "crash", "LABEL_CLIENT_SECRET", "secret",
                "LABEL_SETTLE", "10ms", "LABEL_MAX_IN_FLIGHT", "8"));
        if (hasFallback) {
            builder.environment().putAll(Map.of("LABEL_FALLBACK", "local", "LABEL_LOCAL_PORT", "0"));
        }
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("application.log").toFile()));
        return builder.start();
    }

    /** Starts the application and kills it, each time at another moment. */
    private void killAt(int turn) throws Exception {
        boolean isExhausted = hasFallback && turn % 2 == 0;
        long before = countTexts(isExhausted);
        service.exhausted(isExhausted);
        Process process = start();
        Runnable now = process::destroyForcibly;
        // nothing is taken then, and so nothing is answered
        int kind = isExhausted ? 3 + turn / 2 % 2 : turn % 5;
        switch (kind) {
            case 0 -> service.whenPosted(now);
            case 1 -> service.whenAnswered(now);
            case 2 -> service.whenCompleted(now);
            case 3 -> { } // as soon as there is one more text
            default -> service.whenPosted(() -> CompletableFuture.delayedExecutor(random.nextInt(1500), TimeUnit.MILLISECONDS).execute(now));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
        // with nothing left to do for it, it is killed all the same
        while (process.isAlive() && photosIn(folder.resolve("inbox")) > 0 && System.nanoTime() < end && (kind != 3 || countTexts(isExhausted) == before)) {
            LockSupport.parkNanos(100_000);
        }
        process.destroyForcibly().waitFor();
        service.clientKilled();
        lookAtTheJournal();
    }

    /** @param onlyElsewhere of those alone that the local service has read */
    private long countTexts(boolean onlyElsewhere) throws IOException {
        Path outbox = folder.resolve("outbox");
        if (!Files.isDirectory(outbox)) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> texts = Files.newDirectoryStream(outbox, "*.txt")) {
            for (Path text : texts) {
                count += !onlyElsewhere || Files.readString(text).equals(readElsewhere) ? 1 : 0;
            }
        }
        return count;
    }

    /** Which boundaries the kill has hit: what the journal says, and where the files lie. */
    private void lookAtTheJournal() throws IOException {
        for (TaskRecord.State state : JournalFolder.undelivered(folder.resolve(".journal"))) {
            boundaries.merge(Boundary.valueOf(state.name()), 1, Integer::sum);
        }
        for (String name : photos.keySet()) {
            if (Files.exists(folder.resolve("inbox").resolve(name)) && Files.exists(folder.resolve("outbox").resolve(name + ".txt"))) {
                boundaries.merge(Boundary.DELIVERED, 1, Integer::sum);
            }
        }
    }

    private Outcome judge(int kills) throws IOException {
        int read = 0;
        int elsewhere = 0;
        int lost = 0;
        int wrong = 0;
        int halfWritten = 0;
        int ambiguous = 0;
        Map<String, Integer> failed = new TreeMap<>();
        List<List<Event>> twice = new ArrayList<>();
        for (Map.Entry<String, byte[]> photo : photos.entrySet()) {
            String name = photo.getKey();
            Path text = folder.resolve("outbox").resolve(name + ".txt");
            Path reason = folder.resolve("failed").resolve(name + ".error.json");
            if (isThere(folder.resolve("done"), name, photo.getValue()) && Files.exists(text)) {
                read++;
                String expected = UnreliableService.text(photo.getValue());
                String actual = Files.readString(text);
                if (hasFallback && actual.equals(readElsewhere) && !isTaken(service.log(photo.getValue()))) {
                    elsewhere++;
                } else if (!actual.equals(expected)) {
                    wrong++;
                    halfWritten += expected.startsWith(actual) ? 1 : 0;
                }
            } else if (isThere(folder.resolve("failed"), name, photo.getValue()) && Files.exists(reason)) {
                failed.merge(JSON.readTree(reason.toFile()).get("reason").asText(), 1, Integer::sum);
            } else {
                lost++;
            }
            List<Event> log = service.log(photo.getValue());
            if (sentTwice(log) > 0) {
                twice.add(List.copyOf(log));
            }
            ambiguous += ambiguous(log);
        }
        return new Outcome(photos.size(), kills, read, elsewhere, lost, wrong, halfWritten, ambiguous, failed, boundaries, twice);
    }

    /**
     * Whether the service has the photo, or may have it: then it is nobody else's to read. Once a task is known to be gone, so is what was taken
     * before it: either that was gone as well, or nobody has ever learnt its id.
     */
    private static boolean isTaken(List<Event> log) {
        boolean taken = false;
        for (Event event : log) {
            taken = switch (event.what()) {
                case ACKNOWLEDGED, TAKEN_SILENTLY -> true;
                case NOT_EXIST -> false;
                case ASKED -> taken;
            };
        }
        return taken;
    }

    static boolean isThere(Path where, String name, byte[] photo) throws IOException {
        Path file = where.resolve(name);
        return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), photo);
    }

    /**
     * How often the photo was taken once more although its sender knew the task: it had asked for it, or it was acknowledged and lived on.
     * After {@code NotExist} it may be sent again.
     */
    private static int sentTwice(List<Event> log) {
        int violations = 0;
        for (int i = 0; i < log.size(); i++) {
            Event taken = log.get(i);
            if (taken.what() != What.ACKNOWLEDGED && taken.what() != What.TAKEN_SILENTLY) {
                continue;
            }
            for (Event earlier : log.subList(0, i)) {
                boolean acknowledged = earlier.what() == What.ACKNOWLEDGED;
                if (!acknowledged || has(log.subList(0, i), What.NOT_EXIST, earlier.taskId())) {
                    continue;
                }
                boolean known = has(log.subList(0, i), What.ASKED, earlier.taskId());
                boolean survived = earlier.incarnation() == taken.incarnation();
                violations += known || survived ? 1 : 0;
            }
        }
        return violations;
    }

    /** Sendings of which the sender could not know whether they were taken. */
    private static int ambiguous(List<Event> log) {
        int count = 0;
        for (Event event : log) {
            count += event.what() == What.TAKEN_SILENTLY
                    || event.what() == What.ACKNOWLEDGED && !has(log, What.ASKED, event.taskId()) ? 1 : 0;
        }
        return count;
    }

    private static boolean has(List<Event> log, What what, String taskId) {
        return log.stream().anyMatch(event -> event.what() == what && event.taskId().equals(taskId));
    }
}
