package io.labelrecognition.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelrecognition.ocr.DrawnLabel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photos that something has happened to, through the service; {@code -Dmutations=10000} is the long form. */
class MutatedPhotosTest {
    private static final int AT_ONCE = 32;
    private static final List<byte[]> WHOLE = List.of("png", "jpg", "bmp", "gif", "tif").stream()
            .map(format -> new DrawnLabel(240, 120).text("ORGANIC", 20, 70, 36).as(format)).toList();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void eachGetsTextOrAnErrorWithAMessageAndTheServiceGoesOn() {
        int mutations = Integer.getInteger("mutations", 200);
        long seed = Long.getLong("mutations.seed", System.nanoTime());
        Random random = new Random(seed);
        TreeMap<String, Integer> ends = new TreeMap<>();
        Queue<String> tasks = new ArrayDeque<>();
        try (RunningService service = new RunningService(new LocalService(RunningService.settings()))) {
            for (int i = 0; i < mutations; i++) {
                tasks.add(service.sendPhoto(mutated(random), "{}"));
                if (tasks.size() == AT_ONCE) {
                    ends.merge(end(service, tasks.remove(), seed), 1, Integer::sum);
                }
                if (i * 10 % mutations == 0) {
                    System.out.println(i + " photos: " + residentMegabytes() + " MB");
                }
            }
            tasks.forEach(task -> ends.merge(end(service, task, seed), 1, Integer::sum));
            System.out.println("seed " + seed + ": " + ends + ", " + residentMegabytes() + " MB");
            String sound = service.sendPhoto(WHOLE.get(0), "{}");
            service.awaitStatus(sound, "Completed");
            assertEquals("ORGANIC\n", RunningService.text(service.result(sound)));
        }
        assertTrue(ends.getOrDefault("Error", 0) > 0, ends.toString());
    }

    private static String end(RunningService service, String task, long seed) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> List.of("Completed", "Error").contains(service.status(task)));
        JsonNode result = service.result(task);
        String status = result.get("taskStatus").textValue();
        if (status.equals("Error")) {
            assertFalse(result.get("error").get("messages").get(0).textValue().isBlank(), "seed " + seed);
        }
        return status;
    }

    private static byte[] mutated(Random random) {
        byte[] photo = WHOLE.get(random.nextInt(WHOLE.size())).clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(40); flips > 0; flips--) {
                    photo[random.nextInt(photo.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> photo = Arrays.copyOf(photo, 1 + random.nextInt(photo.length - 1));
            case 2 -> {
                int at = random.nextInt(48);
                for (int i = at; i < at + 8; i++) {
                    photo[i] = (byte) random.nextInt(256);
                }
            }
            default -> ByteBuffer.wrap(photo).putInt(4 + random.nextInt(40), random.nextBoolean() ? Integer.MAX_VALUE : 60_000);
        }
        return photo;
    }

    /** Of this process; 0 where the system does not say. */
    private static long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
