package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
    private static final Path ON_THE_FAULTY_DISK = Path.of("/journal/tasks.log");
    private static final String KEY = TaskStore.key("a photo");

    @TempDir
    Path folder;

    private static LogLine line(String key, Object value) {
        return new LogLine(key, 0, "{\"value\":\"" + value + "\"}");
    }

    /**
     * Whatever happens to the machine and its disk: what was acknowledged is there afterwards, and what was not is the value before, or
     * the new one, and nothing between.
     */
    @Test
    void whatWasAcknowledgedOutlivesCrashesTornWritesFullDisksAndFailingForces() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            FaultyDisk disk = new FaultyDisk(seed);
            TaskLog log = new TaskLog(disk, ON_THE_FAULTY_DISK, 600);
            log.open();
            Map<String, List<String>> possible = new HashMap<>();
            for (int step = 0; step < 60; step++) {
                String key = TaskStore.key(String.valueOf(random.nextInt(5)));
                List<String> values = possible.computeIfAbsent(key, unused -> new ArrayList<>(Collections.singletonList(null)));
                String before = log.get(key);
                LogLine next = line(key, seed + "/" + step);
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        values.add(next.value());
                        log.put(next);
                        possible.values().forEach(TaskLogTest::onlyTheLast);
                    }
                    case 4 -> {
                        values.add(next.value());
                        log.putUnforced(next);
                    }
                    case 5 -> {
                        values.add(null);
                        log.putUnforced(new LogLine(key, 0, LogLine.FORGOTTEN));
                    }
                    case 6 -> {
                        disk.failToForce(1 + random.nextInt(2));
                        values.addAll(Arrays.asList(next.value(), before));
                        assertThrows(IOException.class, () -> log.put(next));
                        assertEquals(before, log.get(key), "nobody goes by what could not be written");
                        disk.failToForce(0);
                    }
                    case 7 -> {
                        disk.fillUpAfter(random.nextInt(60));
                        values.addAll(Arrays.asList(next.value(), before));
                        assertThrows(IOException.class, () -> log.put(next));
                        assertEquals(before, log.get(key));
                        disk.fillUpAfter(Long.MAX_VALUE);
                    }
                    case 8 -> log.tidy(1, unused -> false);
                    default -> {
                        disk.crash();
                        log.open();
                        for (Map.Entry<String, List<String>> entry : possible.entrySet()) {
                            String there = log.get(entry.getKey());
                            assertTrue(entry.getValue().contains(there), "seed " + seed + ", step " + step + ": " + there + " of " + entry.getValue());
                            entry.setValue(new ArrayList<>(Collections.singletonList(there)));
                        }
                    }
                }
            }
        }
    }

    private static void onlyTheLast(List<String> values) {
        values.subList(0, values.size() - 1).clear();
    }

    @Test
    void whatManyThreadsPutAtOnceIsForcedTogetherAndAllOfItIsThere() throws Exception {
        FaultyDisk disk = new FaultyDisk(1);
        TaskLog log = new TaskLog(disk, ON_THE_FAULTY_DISK, 2_000);
        log.open();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Object>> puts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String key = TaskStore.key(String.valueOf(i % 50));
                int value = i;
                puts.add(threads.submit(() -> {
                    start.await();
                    log.put(line(key, value));
                    if (value % 100 == 0) {
                        log.tidy(1, unused -> false);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<Object> put : puts) {
                put.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Map<String, String> there = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            String key = TaskStore.key(String.valueOf(i));
            there.put(key, Objects.requireNonNull(log.get(key)));
        }
        disk.crash();
        log.open();
        for (Map.Entry<String, String> entry : there.entrySet()) {
            assertEquals(entry.getValue(), log.get(entry.getKey()));
        }
    }

    @Test
    void onlyWhatIsOfUseIsWrittenAnewAndTheFileStaysBounded() throws IOException {
        Path file = folder.resolve("tasks.log");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file, 10_000)) {
            log.open();
            for (int i = 0; i < 2000; i++) {
                log.putUnforced(line(TaskStore.key(String.valueOf(i % 20)), i));
                log.putUnforced(new LogLine(TaskStore.key("spent " + i), 5, "{}"));
                if (i % 100 == 0) {
                    log.tidy(6, unused -> false);
                }
            }
            log.tidy(6, TaskLog.Key.of(TaskStore.key("spent 1999"))::equals);
            assertTrue(Files.size(file) < 15_000, "bytes: " + Files.size(file));
        }
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            for (int i = 0; i < 20; i++) {
                assertEquals(line(KEY, 1980 + i).value(), log.get(TaskStore.key(String.valueOf(i))));
            }
            assertNull(log.get(TaskStore.key("spent 1000")));
            assertEquals("{}", log.get(TaskStore.key("spent 1999")), "somebody works on it");
        }
    }

    @Test
    void aNewFileWhoseNameIsNotOnDiskIsNotReliedUpon() throws IOException {
        FaultyDisk disk = new FaultyDisk(1);
        TaskLog log = new TaskLog(disk, ON_THE_FAULTY_DISK, 0);
        log.open();
        for (int i = 0; i < 5; i++) {
            log.put(line(KEY, i));
        }
        disk.failToForceTheFolder();
        assertThrows(IOException.class, () -> log.tidy(1, unused -> false));
        log.put(line(KEY, "after"));
        disk.crash();
        log.open();
        assertEquals(line(KEY, "after").value(), log.get(KEY));
    }

    @Test
    void aTimeThatIsNewIsKnownAfterTheNextStartAndInTheNextFile() throws IOException {
        Path file = folder.resolve("tasks.log");
        for (long until : new long[] {7, 12_345_678}) {
            try (TaskLog log = new TaskLog(Disk.LOCAL, file, 0)) {
                log.open();
                log.put(line(KEY, until));
                log.putUnforced(new LogLine(KEY, until, LogLine.AS_BEFORE));
                log.tidy(0, unused -> false);
                assertEquals(until, log.until(KEY));
                assertEquals(line(KEY, until).value(), log.get(KEY));
            }
            try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
                log.open();
                assertEquals(until, log.until(KEY));
                assertEquals(line(KEY, until).value(), log.get(KEY));
            }
        }
    }

    @Test
    void whatAKillHasCutShortGoesWithoutAWord() throws IOException {
        Path file = folder.resolve("tasks.log");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            log.put(line(KEY, "whole"));
        }
        byte[] next = line(KEY, "cut").toBytes();
        Files.write(file, Arrays.copyOf(next, next.length - 3), StandardOpenOption.APPEND);
        try (CapturedOutput output = new CapturedOutput(); TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            assertEquals(line(KEY, "whole").value(), log.get(KEY));
            log.put(line(KEY, "next"));
            assertEquals("", output.toString());
        }
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            assertEquals(line(KEY, "next").value(), log.get(KEY));
        }
    }

    @Test
    void whereLinesAreDamagedACopyIsKeptAndTheOthersAreKnown() throws IOException {
        Path file = folder.resolve("tasks.log");
        String other = TaskStore.key("another");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            log.put(line(other, "damaged"));
            log.put(line(KEY, "sound"));
        }
        String damaged = Files.readString(file).replace("\"damaged\"", "\"damages\"");
        Files.writeString(file, damaged);
        for (int start = 0; start < 2; start++) {
            try (CapturedOutput output = new CapturedOutput(); TaskLog log = new TaskLog(Disk.LOCAL, file)) {
                log.open();
                assertEquals(line(KEY, "sound").value(), log.get(KEY));
                assertNull(log.get(other));
                assertEquals(start == 0, output.toString().contains("1 line of the journal cannot be read"), "said once");
            }
        }
        assertEquals(damaged, Files.readString(folder.resolve("tasks.log.unreadable")));
    }

    @Test
    void aLogOfALaterVersionIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("tasks.log"), "label-recognition tasks 2\nsomething new\n");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            assertTrue(assertThrows(IOException.class, log::open).getMessage().contains("another version"));
        }
        assertEquals("label-recognition tasks 2\nsomething new\n", Files.readString(file));
    }

    /** A folder that was emptied while nobody had it open. */
    @Test
    void whereTheFileHasGoneBetweenTwoStartsTheNextBeginsAtItsStart() throws IOException {
        Path file = folder.resolve("tasks.log");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            log.put(line(KEY, "gone"));
            log.close();
            Files.delete(file);
            log.open();
            assertNull(log.get(KEY));
            log.put(line(KEY, "new"));
        }
        try (CapturedOutput output = new CapturedOutput(); TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            assertEquals(line(KEY, "new").value(), log.get(KEY));
            assertEquals("", output.toString());
        }
    }

    @Test
    void aDamageThatComesLaterIsSaidAndStandsInNobodysWay() throws IOException {
        Path file = folder.resolve("tasks.log");
        try (TaskLog log = new TaskLog(Disk.LOCAL, file)) {
            log.open();
            log.put(line(KEY, "whole"));
            Files.writeString(file, Files.readString(file).replace("whole", "whale"), StandardCharsets.UTF_8);
            try (CapturedOutput output = new CapturedOutput()) {
                assertNull(log.get(KEY));
                assertTrue(output.toString().contains("is damaged"), output::toString);
            }
            log.put(line(KEY, "new"));
            assertEquals(line(KEY, "new").value(), log.get(KEY));
        }
    }
}
