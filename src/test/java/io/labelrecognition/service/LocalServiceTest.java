package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of the three calls, as a client sees it. */
class LocalServiceTest {
    private static final List<String> FIELDS = List.of("id", "taskStatus", "responseStatusCode", "results", "error");

    private final SlowReader reader = SlowReader.unbounded();
    private final SettableClock clock = new SettableClock();
    private final RunningService service = new RunningService(RunningService.settings(), reader, clock);

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aTokenIsGivenForTheRightCredentialsHoweverHostileTheirCharacters() {
        HttpResponse<String> reply = service.requestToken(RunningService.CLIENT_ID, RunningService.CLIENT_SECRET);

        assertEquals(200, reply.statusCode());
        assertEquals("application/json", reply.headers().firstValue("Content-Type").orElseThrow());
        JsonNode token = service.json(reply);
        assertEquals(List.of("access_token", "expires_in", "token_type"), RunningService.fields(token));
        assertEquals(3600, token.get("expires_in").intValue());
        assertEquals("Bearer", token.get("token_type").textValue());
        assertEquals(32, Base64.getUrlDecoder().decode(token.get("access_token").textValue()).length);
    }

    @Test
    void noTwoTokensAreTheSame() {
        assertNotEquals(service.json(service.requestToken(RunningService.CLIENT_ID, RunningService.CLIENT_SECRET)),
                service.json(service.requestToken(RunningService.CLIENT_ID, RunningService.CLIENT_SECRET)));
    }

    @Test
    void aPhotoIsSentAndItsTextFetched() {
        HttpResponse<String> sent = service.post(RunningService.photo(bytes("HELLO"), "{}"));

        assertEquals(200, sent.statusCode());
        assertEquals("text/plain", sent.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(sent.body().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), sent.body());

        awaitStatus(sent.body(), "Completed");
        HttpResponse<String> fetched = service.send(service.authorised(RunningService.RECOGNIZE + "?id=" + sent.body())
                .header("Accept", "text/plain"));
        assertEquals(200, fetched.statusCode());
        assertEquals("application/json", fetched.headers().firstValue("Content-Type").orElseThrow());
        JsonNode result = service.json(fetched);
        assertEquals(FIELDS, RunningService.fields(result));
        assertEquals(sent.body(), result.get("id").textValue());
        assertEquals("Ok", result.get("responseStatusCode").textValue());
        assertEquals(1, result.get("results").size());
        assertEquals(List.of("type", "data"), RunningService.fields(result.get("results").get(0)));
        assertEquals("Text", result.get("results").get(0).get("type").textValue());
        assertEquals("HELLO\nSECOND\n", RunningService.text(result));
        assertTrue(result.get("error").isNull());
    }

    @Test
    void theReplySaysHowSureTheReaderIs() {
        String id = service.sendPhoto("HELLO");
        awaitStatus(id, "Completed");

        Map<String, List<String>> headers = service.fetch(id).headers().map();
        assertEquals(List.of("0.728"), headers.get("label-confidence"));
        assertEquals(List.of("0.556"), headers.get("label-min-confidence"));
    }

    @Test
    void aPhotoWithoutTextIsCompletedWithNoData() {
        String id = service.sendPhoto("nothing");
        awaitStatus(id, "Completed");

        HttpResponse<String> fetched = service.fetch(id);
        JsonNode result = service.json(fetched);
        assertEquals("NoAnyResultData", result.get("responseStatusCode").textValue());
        assertEquals("", RunningService.text(result));
        assertFalse(fetched.headers().firstValue("Label-Confidence").isPresent());
        assertFalse(fetched.headers().firstValue("Label-Min-Confidence").isPresent());
    }

    @Test
    void whatTheReaderPutUpWithIsAWarningBesideTheResult() {
        String id = service.sendPhoto("torn");
        awaitStatus(id, "Completed");

        JsonNode result = service.result(id);
        assertEquals("TORN\n", RunningService.text(result));
        assertEquals(List.of("messages", "warnings"), RunningService.fields(result.get("error")));
        assertEquals(0, result.get("error").get("messages").size());
        assertEquals("The file ends early.", result.get("error").get("warnings").get(0).textValue());
    }

    @Test
    void aPhotoThatCannotBeReadIsAnErrorWithTheReason() {
        String id = service.sendPhoto("unreadable");
        awaitStatus(id, "Error");

        JsonNode result = service.result(id);
        assertEquals(FIELDS, RunningService.fields(result));
        assertEquals("Error", result.get("responseStatusCode").textValue());
        assertTrue(result.get("results").isNull());
        assertEquals("This is no photo.", result.get("error").get("messages").get(0).textValue());
        assertEquals(0, result.get("error").get("warnings").size());
    }

    @Test
    void aFaultOfTheReaderIsAnErrorThatGivesNothingAwayAndTheNextPhotoIsRead() {
        String fault = service.sendPhoto("fault");
        String next = service.sendPhoto("NEXT");
        awaitStatus(fault, "Error");
        awaitStatus(next, "Completed");

        assertFalse(service.fetch(fault).body().contains("secret"));
    }

    @Test
    void whatIsNotSupportedIsAnErrorThatNamesWhatIs() {
        String id = service.sendPhoto("HELLO", "{\"resultType\": \"Word\"}");

        JsonNode result = service.result(id);
        assertEquals("Error", result.get("taskStatus").textValue());
        assertEquals("resultType \"Word\" is not known: it is one of Hocr, ImagePNG, JSON, Pdf, PdfAndHocr, Text, TextAndHocr, TextAndPdf, TextAndPdfAndHocr.",
                result.get("error").get("messages").get(0).textValue());
        assertTrue(reader.read.isEmpty());
    }

    @Test
    void anUnknownTaskDoesNotExist() {
        for (String id : List.of("c4b60313-4f78-45f8-b708-069eb98dc22e", "garbage", "%3Cscript%3E%22", "a&id=b", "0".repeat(2000))) {
            HttpResponse<String> reply = service.fetch(id);
            assertEquals(200, reply.statusCode(), reply.body());
            JsonNode result = service.json(reply);
            assertEquals(FIELDS, RunningService.fields(result));
            assertEquals("NotExist", result.get("taskStatus").textValue());
            assertEquals("TaskNotFound", result.get("responseStatusCode").textValue());
            assertTrue(result.get("results").isNull());
            assertTrue(result.get("error").isNull());
        }
    }

    @Test
    void anIdIsNeverTakenForAnExpression() {
        for (String id : List.of("${header.Authorization}", "${sys.user.dir}", "x', 'y", "a, b", "$simple{body}", "#bean:recognitionTasks")) {
            JsonNode result = service.result(URLEncoder.encode(id, StandardCharsets.UTF_8));
            assertEquals(id, result.get("id").textValue());
            assertEquals("NotExist", result.get("taskStatus").textValue());
        }
    }

    @Test
    void theStatusIsTheSameJsonWithoutResults() {
        String id = service.sendPhoto("HELLO");
        awaitStatus(id, "Completed");

        HttpResponse<String> reply = service.send(service.authorised(RunningService.STATUS + "?id=" + id));
        assertEquals(200, reply.statusCode());
        JsonNode result = service.json(reply);
        assertEquals(FIELDS, RunningService.fields(result));
        assertEquals("Completed", result.get("taskStatus").textValue());
        assertEquals("Ok", result.get("responseStatusCode").textValue());
        assertTrue(result.get("results").isNull());
    }

    @Test
    void theIdIsTakenInCapitalsToo() {
        String id = service.sendPhoto("HELLO").toUpperCase();
        awaitStatus(id, "Completed");
    }

    @Test
    void nothingOfTheRequestComesBackInTheReply() {
        HttpResponse<String> reply = service.send(service.authorised(RunningService.RECOGNIZE + "?id=x&Label-Confidence=1")
                .header("X-Mine", "mine").header("CamelHttpResponseCode", "500"));

        assertEquals(200, reply.statusCode());
        assertEquals(List.of("application/json"), reply.headers().allValues("Content-Type"));
        assertFalse(reply.headers().map().keySet().stream().anyMatch(name -> name.matches("(?i)x-mine|authorization|user-agent|id|label-.*")),
                reply.headers().map().toString());
    }

    @Test
    void aPhotoOfTheGreatestSizeIsTakenAndALargerOneIsNot() {
        String large = "x".repeat(1 << 20);
        awaitStatus(service.sendPhoto(large), "Completed");

        HttpResponse<String> reply = service.post(RunningService.photo(bytes(large + "x"), "{}"));
        assertProblem(413, "Content Too Large", reply);
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() {
        byte[] body = new byte[3 << 20];
        assertProblem(413, "Content Too Large", service.send(service.authorised(RunningService.RECOGNIZE).POST(BodyPublishers.ofByteArray(body))));
        assertProblem(413, "Content Too Large", service.send(service.authorised(RunningService.RECOGNIZE)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes("{\"padding\": \"" + "x".repeat(3 << 20) + "\"}"))))));
        awaitStatus(service.sendPhoto("STILL HERE"), "Completed");
    }

    @Test
    void aTokenIsAskedForBeforeTheSizeIsLookedAt() {
        HttpResponse<String> reply = service.send(HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE))
                .POST(BodyPublishers.ofByteArray(new byte[3 << 20])));
        assertProblem(401, "Unauthorized", reply);
        assertEquals("Bearer", reply.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    @Test
    void aClientThatWaitsForContinueIsToldTo() {
        HttpResponse<String> reply = service.send(service.authorised(RunningService.RECOGNIZE).version(java.net.http.HttpClient.Version.HTTP_1_1)
                .expectContinue(true).POST(BodyPublishers.ofString(RunningService.photo(bytes("HELLO"), "{}"))));
        assertEquals(200, reply.statusCode());
    }

    private void assertProblem(int status, String title, HttpResponse<String> reply) {
        assertEquals(status, reply.statusCode(), reply.body());
        assertEquals("application/problem+json", reply.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = service.json(reply);
        assertEquals(List.of("type", "title", "status", "detail"), RunningService.fields(problem));
        assertEquals(title, problem.get("title").textValue());
        assertEquals(status, problem.get("status").intValue());
    }

    private void awaitStatus(String id, String status) {
        service.awaitStatus(id, status);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
