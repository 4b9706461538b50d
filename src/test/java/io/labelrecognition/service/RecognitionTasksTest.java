package io.labelrecognition.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queueing, keeping and forgetting, as a client sees it. */
class RecognitionTasksTest {
    private final SlowReader reader = new SlowReader(0);
    private final SettableClock clock = new SettableClock();
    private RunningService service;

    private void start(int readers, int maxTasks, long maxTaskBytes, long maxResultBytes) {
        service = new RunningService(new LocalServiceSettings(RunningService.CLIENT_ID, RunningService.CLIENT_SECRET, 1 << 20, readers,
                maxTasks, maxTaskBytes, maxResultBytes, Duration.ofHours(24), Duration.ofDays(365), Duration.ofMinutes(1), null), reader, clock);
    }

    private void start() {
        start(2, 100, 1 << 20, 1 << 20);
    }

    @AfterEach
    void stop() {
        reader.permits.release(1000);
        service.close();
        assertTrue(reader.closed);
    }

    @Test
    void aTaskGoesFromPendingOverProcessingToCompleted() {
        start();
        String first = service.sendPhoto("1");
        service.sendPhoto("2");
        String third = service.sendPhoto("3");
        awaitStatus(first, "Processing");

        for (String[] row : new String[][] {{first, "Processing"}, {third, "Pending"}}) {
            JsonNode result = service.result(row[0]);
            assertEquals(row[0], result.get("id").textValue());
            assertEquals(row[1], result.get("taskStatus").textValue());
            assertEquals("NotReady", result.get("responseStatusCode").textValue());
            assertTrue(result.get("results").isNull());
            assertTrue(result.get("error").isNull());
            assertFalse(service.fetch(row[0]).headers().firstValue("Label-Confidence").isPresent());
        }
        reader.permits.release(3);
        awaitStatus(third, "Completed");
        awaitStatus(first, "Completed");
    }

    @Test
    void photosAreReadInTheOrderInWhichTheyCame() {
        start(1, 100, 1 << 20, 1 << 20);
        List<String> photos = IntStream.range(0, 20).mapToObj(i -> "photo " + i).toList();
        List<String> ids = photos.stream().map(service::sendPhoto).toList();
        reader.permits.release(20);
        awaitStatus(ids.get(19), "Completed");
        assertEquals(photos, List.copyOf(reader.read));
    }

    @Test
    void asManyAreReadAtOnceAsThereAreReaders() {
        start();
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> service.sendPhoto("photo " + i)).toList();
        await().until(() -> reader.atOnce.get() == 2);
        assertEquals(2, reader.read.size());
        reader.permits.release(20);
        ids.forEach(id -> awaitStatus(id, "Completed"));

        assertEquals(2, reader.mostAtOnce.get());
    }

    @Test
    void whenTheQueueIsFullThePhotoIsToBeSentAgainLater() {
        start(2, 3, 1 << 20, 1 << 20);
        List<String> ids = List.of(service.sendPhoto("1"), service.sendPhoto("2"), service.sendPhoto("3"));

        assertBusy("4");
        assertEquals("Pending", service.status(ids.get(2)));
        reader.permits.release(3);
        ids.forEach(id -> awaitStatus(id, "Completed"));
        reader.permits.release(1);
        awaitStatus(service.sendPhoto("4"), "Completed");
    }

    @Test
    void theQueueIsBoundedInBytesToo() {
        start(2, 100, 10_000, 1 << 20);
        String first = service.sendPhoto("1".repeat(6_000));
        assertBusy("2".repeat(6_000));
        String second = service.sendPhoto("2".repeat(3_000));
        reader.permits.release(2);
        awaitStatus(first, "Completed");
        awaitStatus(second, "Completed");
    }

    @Test
    void aPhotoThatWaitsAloneMayBeLargerThanTheQueue() {
        start(2, 100, 10_000, 1 << 20);
        String id = service.sendPhoto("1".repeat(20_000));
        reader.permits.release(1);
        awaitStatus(id, "Completed");
    }

    @Test
    void aRequestThatIsRefusedTakesNoPlace() {
        start(2, 3, 10_000, 1 << 20);
        for (int i = 0; i < 10; i++) {
            assertEquals(400, service.post("{\"image\": \"SEVMTE8=\"}").statusCode());
            assertEquals("Error", service.status(service.sendPhoto("x", "{\"language\": \"German\"}")));
        }
        service.sendPhoto("1");
        service.sendPhoto("2");
        service.sendPhoto("3");
        assertBusy("4");
    }

    @Test
    void aCancelledPhotoIsNeitherKnownNorReadAndItsPlaceIsFree() {
        start(2, 3, 1 << 20, 1 << 20);
        service.sendPhoto("1");
        service.sendPhoto("2");
        String third = service.sendPhoto("3");

        HttpResponse<String> reply = service.send(service.authorised(RunningService.RECOGNIZE + "?id=" + third).DELETE());
        assertEquals(200, reply.statusCode());
        assertEquals("", reply.body());
        assertEquals("NotExist", service.status(third));
        String fourth = service.sendPhoto("4");
        reader.permits.release(4);
        awaitStatus(fourth, "Completed");
        assertFalse(reader.read.contains("3"));
    }

    @Test
    void whatIsCancelledWhileItIsReadStaysUnknown() {
        start();
        String id = service.sendPhoto("1");
        awaitStatus(id, "Processing");
        assertEquals(200, service.send(service.authorised(RunningService.RECOGNIZE + "?id=" + id).DELETE()).statusCode());
        reader.permits.release(2);
        awaitStatus(service.sendPhoto("2"), "Completed");
        assertEquals("NotExist", service.status(id));
    }

    @Test
    void cancellingWhatIsNotThereIsNoFault() {
        start();
        assertEquals(200, service.send(service.authorised(RunningService.RECOGNIZE + "?id=x").DELETE()).statusCode());
    }

    @Test
    void aResultIsGoneADayAfterItsPhotoWasSent() {
        start();
        reader.permits.release(1);
        String read = service.sendPhoto("1");
        awaitStatus(read, "Completed");
        clock.advance(Duration.ofHours(1));
        String unread = service.sendPhoto("2");

        clock.advance(Duration.ofHours(23).minusSeconds(1));
        assertEquals("Completed", service.status(read));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("NotExist", service.status(read));
        assertEquals("Processing", service.status(unread));
        clock.advance(Duration.ofHours(1));
        assertEquals("NotExist", service.status(unread));
    }

    @Test
    void ofTooManyResultsTheOldestGoFirst() {
        start(2, 100, 1 << 20, 100_000);
        reader.permits.release(100);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(service.sendPhoto(i + "x".repeat(30_000)));
            awaitStatus(ids.get(i), "Completed");
        }
        assertEquals(List.of("NotExist", "NotExist", "Completed", "Completed", "Completed"), ids.stream().map(service::status).toList());
    }

    @Test
    void ofTooManyResultsThoseThatWereFetchedGoFirst() {
        start(2, 100, 1 << 20, 100_000);
        reader.permits.release(100);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = service.sendPhoto(i + "x".repeat(30_000));
            ids.add(id);
            await().until(() -> statusAlone(id), "Completed"::equals);
            if (i == 1) {
                assertEquals("Completed", service.status(id));
            }
        }
        assertEquals(List.of("Completed", "NotExist", "Completed", "Completed"), ids.stream().map(this::statusAlone).toList());
    }

    private String statusAlone(String id) {
        return service.json(service.send(service.authorised(RunningService.STATUS + "?id=" + id))).get("taskStatus").textValue();
    }

    @Test
    void errorsCountAmongTheResults() {
        start(2, 100, 1 << 20, 10_000);
        String first = service.sendPhoto("x", "{\"language\": \"German\"}");
        for (int i = 0; i < 20; i++) {
            service.sendPhoto("x", "{\"language\": \"German\"}");
        }
        assertEquals("NotExist", service.status(first));
    }

    @Test
    void whoSendsManyAtOnceGetsEachHisOwnText() {
        start(2, 1000, 1 << 20, 1 << 20);
        reader.permits.release(1000);
        List<String> ids = IntStream.range(0, 200).parallel().mapToObj(i -> service.sendPhoto("photo " + i)).toList();

        assertEquals(200, ids.stream().distinct().count());
        for (int i = 0; i < 200; i++) {
            String id = ids.get(i);
            awaitStatus(id, "Completed");
            assertEquals("photo " + i + "\nSECOND\n", RunningService.text(service.result(id)));
        }
    }

    private void assertBusy(String photo) {
        HttpResponse<String> reply = service.post(RunningService.photo(photo.getBytes(StandardCharsets.UTF_8), "{}"));
        assertEquals(503, reply.statusCode(), reply.body());
        assertEquals("2", reply.headers().firstValue("Retry-After").orElseThrow());
        assertEquals("application/problem+json", reply.headers().firstValue("Content-Type").orElseThrow());
    }

    private void awaitStatus(String id, String status) {
        service.awaitStatus(id, status);
    }
}
