package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelrecognition.ocr.DrawnLabel;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real reader behind the real routes. */
class ReadPhotosTest {
    private static final byte[] LABEL = new DrawnLabel(640, 400).text("FRESH MILK", 80, 130, 56).text("ORGANIC", 80, 260, 48).as("png");

    private static RunningService service;

    @BeforeAll
    static void start() {
        LocalService local = new LocalService(RunningService.settings());
        local.warmUp();
        service = new RunningService(local);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void thePhotoOfALabelBecomesItsText() {
        String id = service.sendPhoto(LABEL, "{\"language\": \"English\", \"makeSkewCorrect\": true, \"resultType\": \"Text\"}");
        service.awaitStatus(id, "Completed");

        HttpResponse<String> reply = service.fetch(id);
        assertEquals("FRESH MILK\nORGANIC\n", RunningService.text(service.json(reply)));
        double mean = Double.parseDouble(reply.headers().firstValue("Label-Confidence").orElseThrow());
        double least = Double.parseDouble(reply.headers().firstValue("Label-Min-Confidence").orElseThrow());
        assertTrue(0.5 < least && least <= mean && mean <= 1, least + " " + mean);
    }

    @Test
    void theSettingsReachTheReader() {
        String id = service.sendPhoto(LABEL, "{\"regions\": ["
                + "{\"rect\": {\"topLeftX\": 0, \"topLeftY\": 200, \"bottomRightX\": 640, \"bottomRightY\": 400}, \"order\": 0},"
                + "{\"rect\": {\"topLeftX\": 0, \"topLeftY\": 0, \"bottomRightX\": 640, \"bottomRightY\": 200}, \"order\": 1}]}");
        service.awaitStatus(id, "Completed");
        assertEquals("ORGANIC\nFRESH MILK\n", RunningService.text(service.result(id)));
    }

    @Test
    void aPhotoWithoutTextHasNone() {
        String id = service.sendPhoto(new DrawnLabel(300, 200).as("png"), "{}");
        service.awaitStatus(id, "Completed");
        assertEquals("NoAnyResultData", service.result(id).get("responseStatusCode").textValue());
    }

    @Test
    void whatIsNoPhotoEndsInAnErrorWithAReason() {
        byte[] bomb = LABEL.clone();
        Arrays.fill(bomb, 16, 24, (byte) 0x70);
        for (byte[] bytes : List.of("hello".getBytes(StandardCharsets.UTF_8), new byte[1], new byte[10_000], Arrays.copyOf(LABEL, 20), bomb)) {
            String id = service.sendPhoto(bytes, "{}");
            service.awaitStatus(id, "Error");
            JsonNode result = service.result(id);
            String message = result.get("error").get("messages").get(0).textValue();
            assertFalse(message.isBlank());
            assertFalse(message.contains("the log of the service"), message);
        }
    }
}
