package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the calls; that the calls are so is looked at with each call of {@link RunningService}. */
class OpenApiTest {
    @Test
    void itIsServedToWhoeverAsksOnThisMachine() throws Exception {
        try (RunningService service = new RunningService(RunningService.settings(), new SlowReader(1), Clock.systemUTC())) {
            HttpResponse<String> reply = service.send(HttpRequest.newBuilder(service.uri("/openapi.json")));
            assertEquals(200, reply.statusCode());
            assertEquals(DescribedCalls.DESCRIPTION, new ObjectMapper().readTree(reply.body()));
            TreeSet<String> operations = new TreeSet<>();
            DescribedCalls.DESCRIPTION.get("paths").forEach(path -> path.forEach(operation -> operations.add(operation.get("operationId").asText())));
            assertEquals("[cancelTask, describe, fetchResult, fetchStatus, requestToken, sendPhoto]", operations.toString());
        }
    }

    /** The guard guards: an answer that is not described, and one that is described otherwise. */
    @Test
    void whatIsNotDescribedIsNoticed() {
        try (RunningService service = new RunningService(RunningService.settings(), new SlowReader(1), Clock.systemUTC())) {
            HttpResponse<String> token = service.requestToken(RunningService.CLIENT_ID, RunningService.CLIENT_SECRET);
            assertThrows(AssertionError.class, () -> DescribedCalls.check("GET", service.uri(RunningService.RECOGNIZE + "?id=x"), null, token));
            assertThrows(AssertionError.class, () -> DescribedCalls.check("GET", service.uri("/elsewhere"), null, token));
            String id = service.sendPhoto("HELLO");
            assertThrows(AssertionError.class, () -> DescribedCalls.check("POST", service.uri(RunningService.RECOGNIZE), "{\"image\": 1}", service.post(RunningService.photo(new byte[]{1}, "{}"))));
            assertTrue(DescribedCalls.SEEN.contains("sendPhoto 200"), id);
        }
    }
}
