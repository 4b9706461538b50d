package io.labelrecognition.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.Patience;
import io.labelrecognition.app.ApplicationJvm;
import io.labelrecognition.crash.UnreliableService.Event;
import io.labelrecognition.crash.UnreliableService.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Several nodes, each a process, with one inbox, one account and one database, in front of an {@link UnreliableService}. Nodes are killed,
 * paused and started again; the service's log tells afterwards which photos were sent more than once, and the log of kills and pauses
 * whether that could be helped.
 */
final class NodesRun implements AutoCloseable {
    /** Nodes that are not heard of for so long are dead. */
    private static final Duration LEASE = Duration.ofSeconds(4);
    /** Long enough for a slow machine, which answers a photo of 12 MB after seconds: one that is sent again for that is sent twice. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** When a node could do nothing, by the clock of this process; a killed one for ever. */
    record Absence(String node, long from, long to) {
    }

    /**
     * What came of a run.
     *
     * @param twice   photos that were sent again although the node that had sent them was alive and well
     * @param excused those that were sent again because it was not, or the answer was lost
     */
    record Outcome(int photos, int read, int lost, int wrong, Map<String, Integer> failed, List<String> twice, int excused, int absences,
                   List<String> leftovers) {
        @Override
        public String toString() {
            return "photos " + photos + ", absences " + absences + ", read " + read + ", lost " + lost + ", wrong " + wrong + ", failed " + failed
                    + ", sent again with reason " + excused + ", without " + twice.size() + ", left over " + leftovers + twice;
        }
    }

    /** One start of the application. */
    final class Node {
        private final String name;
        private final Process process;

        private Node(String name, Process process) {
            this.name = name;
            this.process = process;
        }

        /** At once, with all that it was doing. */
        void kill() throws InterruptedException {
            long from = System.nanoTime();
            process.destroyForcibly().waitFor();
            absences.add(new Absence(name, from, Long.MAX_VALUE));
        }

        /** As an operator does. */
        void stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }

        void pause() throws IOException, InterruptedException {
            signal("STOP");
            absences.add(new Absence(name, System.nanoTime(), Long.MAX_VALUE));
        }

        void goOn() throws IOException, InterruptedException {
            signal("CONT");
            for (int i = 0; i < absences.size(); i++) {
                Absence absence = absences.get(i);
                if (absence.node().equals(name) && absence.to() == Long.MAX_VALUE) {
                    absences.set(i, new Absence(name, absence.from(), System.nanoTime()));
                }
            }
        }

        private void signal(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start().waitFor();
        }

        boolean isAlive() {
            return process.isAlive();
        }
    }

    private final Path folder;
    private final Random random;
    private final PGSimpleDataSource database;
    private final Map<String, byte[]> photos = new LinkedHashMap<>();
    private final List<Absence> absences = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> settings = new TreeMap<>();
    final UnreliableService service;

    NodesRun(Path folder, PGSimpleDataSource database, long seed, double faults) throws IOException {
        this.folder = folder;
        this.database = database;
        this.random = new Random(seed);
        this.service = new UnreliableService(seed, faults);
        Files.createDirectories(folder.resolve("inbox"));
    }

    /** A setting of all nodes that are started from now on. */
    NodesRun set(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    void drop(String name, String content) throws IOException {
        byte[] photo = CrashRun.jpeg(content);
        photos.put(name, photo);
        Path part = folder.resolve("inbox").resolve(name + ".part");
        Files.write(part, photo);
        Files.move(part, folder.resolve("inbox").resolve(name));
    }

    /** A node could reach nothing, though it was running. */
    void cutOff(Node node, Runnable meanwhile) {
        long from = System.nanoTime();
        meanwhile.run();
        absences.add(new Absence(node.name, from, System.nanoTime()));
    }

    boolean hasText(String name) {
        return Files.exists(folder.resolve("outbox").resolve(name + ".txt"));
    }

    /** Photos of different bytes. */
    void dropSome(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            drop(String.format("%04d.jpg", i), (i % 50 == 7 ? UnreliableService.POISON : "photo") + " " + i + " " + random.nextLong());
        }
    }

    Node start() throws IOException {
        String name = "node-" + (nodes.size() + 1);
        Path directory = Files.createDirectories(folder.resolve(name));
        // how the service tells the nodes apart
        Files.writeString(directory.resolve("application.properties"), "camel.component.http.use-system-properties=true\n");
        ProcessBuilder builder = ApplicationJvm.builder(directory, List.of("-Dhttp.agent=" + name));
        Map<String, String> environment = builder.environment();
        for (String place : List.of("inbox", "outbox", "done", "failed")) {
            environment.put("LABEL_" + place.toUpperCase(java.util.Locale.ROOT), folder.resolve(place).toString());
        }
        environment.putAll(Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", "nodes", "LABEL_CLIENT_SECRET", "secret",
                "LABEL_SETTLE", "10ms", "LABEL_MAX_IN_FLIGHT", "8", "LABEL_PAGE", "false", "LABEL_STORE_LEASE", LEASE.toMillis() + "ms",
                "LABEL_ANSWER_TIMEOUT", ANSWER_TIMEOUT.toMillis() + "ms", "LABEL_STORE_URL", database.getURL(), "LABEL_STORE_USER", "postgres"));
        environment.putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        Node node = new Node(name, builder.start());
        nodes.add(node);
        return node;
    }

    long waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            return files.filter(file -> file.toString().endsWith(".jpg")).count();
        }
    }

    /** Until the inbox is empty, or that takes too long. */
    void await() throws IOException, InterruptedException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (waiting() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Until so many photos have left the inbox. */
    void awaitLeft(int photosLeft) throws IOException, InterruptedException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (photos.size() - waiting() < photosLeft && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Stops all that still run, and looks at what has come of the photos. */
    Outcome judge() throws IOException, InterruptedException {
        for (Node node : nodes) {
            if (node.isAlive()) {
                node.stop();
            }
        }
        int read = 0;
        int lost = 0;
        int wrong = 0;
        int excused = 0;
        Map<String, Integer> failed = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        for (Map.Entry<String, byte[]> photo : photos.entrySet()) {
            String name = photo.getKey();
            Path text = folder.resolve("outbox").resolve(name + ".txt");
            Path reason = folder.resolve("failed").resolve(name + ".error.json");
            if (CrashRun.isThere(folder.resolve("done"), name, photo.getValue()) && Files.exists(text)) {
                read++;
                wrong += Files.readString(text).equals(UnreliableService.text(photo.getValue())) ? 0 : 1;
            } else if (CrashRun.isThere(folder.resolve("failed"), name, photo.getValue()) && Files.exists(reason)) {
                failed.merge(JSON.readTree(reason.toFile()).get("reason").asText(), 1, Integer::sum);
            } else {
                lost++;
            }
        }
        for (byte[] photo : photos.values().stream().collect(java.util.stream.Collectors.toMap(UnreliableService::name, bytes -> bytes, (one, same) -> one)).values()) {
            List<Event> log = new ArrayList<>(service.log(photo));
            for (int i = 0; i < log.size(); i++) {
                for (int j = i + 1; j < log.size(); j++) {
                    if (isSending(log.get(i)) && isSending(log.get(j))) {
                        if (isExcused(log.get(i), log.subList(i + 1, j), log.get(j))) {
                            excused++;
                        } else {
                            twice.add(log + "");
                        }
                    }
                }
            }
        }
        return new Outcome(photos.size(), read, lost, wrong, failed, twice, excused, absences.size(), leftovers());
    }

    private static boolean isSending(Event event) {
        return event.what() == What.ACKNOWLEDGED || event.what() == What.TAKEN_SILENTLY;
    }

    /** Whether nobody could know that the photo had been taken, or the service had forgotten it. */
    private boolean isExcused(Event first, List<Event> between, Event again) {
        if (between.stream().anyMatch(event -> event.what() == What.NOT_EXIST && event.taskId().equals(first.taskId()))) {
            return true;
        }
        if (between.stream().anyMatch(event -> event.what() == What.ASKED && event.taskId().equals(first.taskId()))) {
            return false;
        }
        return first.what() == What.TAKEN_SILENTLY || absences.stream().anyMatch(absence -> absence.node().equals(first.sender())
                && absence.from() < again.nanos() && absence.to() > first.nanos());
    }

    /** Files that are nobody's: what was being written when a node was killed may be, and is hidden. */
    private List<String> leftovers() throws IOException {
        List<String> names = new ArrayList<>();
        for (String place : List.of("inbox", "outbox", "done", "failed")) {
            if (Files.isDirectory(folder.resolve(place))) {
                try (Stream<Path> files = Files.list(folder.resolve(place))) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && photos.keySet().stream().noneMatch(photo -> name.equals(photo)
                                    || name.equals(photo + ".txt") || name.equals(photo + ".error.json")))
                            .forEach(name -> names.add(place + "/" + name));
                }
            }
        }
        return names;
    }

    /** What the nodes have logged. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (Node node : nodes) {
            logs.append("== ").append(node.name).append('\n').append(Files.readString(folder.resolve(node.name + ".log")));
        }
        return logs.toString();
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.process.destroyForcibly();
        }
        service.close();
    }
}
