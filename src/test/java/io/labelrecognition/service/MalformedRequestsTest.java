package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the reply says what is wrong with it and nothing about the service. */
class MalformedRequestsTest {
    private static final String OK = "{\"image\": \"SEVMTE8=\", \"settings\": {}}";

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService(RunningService.settings(), SlowReader.unbounded(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                                                                 | The body is not a JSON object.",
        "`   `                                                              | The body is not a JSON object.",
        "not json                                                           | The body is not well-formed JSON.",
        "SEVMTE8=                                                           | The body is not well-formed JSON.",
        "null                                                               | The body is not a JSON object.",
        "[]                                                                 | The body is not a JSON object.",
        "\"SEVMTE8=\"                                                       | The body is not a JSON object.",
        "{}                                                                 | image is missing.",
        "{\"settings\": {}}                                                 | image is missing.",
        "{\"image\": null, \"settings\": {}}                                | image is missing.",
        "{\"Image\": \"SEVMTE8=\", \"settings\": {}}                        | image is missing.",
        "{\"image\": \"\", \"settings\": {}}                                | image is empty.",
        "{\"image\": 7, \"settings\": {}}                                   | image is not a string.",
        "{\"image\": [\"SEVMTE8=\"], \"settings\": {}}                      | image is not a string.",
        "{\"image\": {\"a\": {\"b\": 1}}, \"settings\": {}}                 | image is not a string.",
        "{\"image\": \"?!\", \"settings\": {}}                              | image is not Base64 (plain, without a data: prefix).",
        "{\"image\": \"SEVMTE8\", \"settings\": {}}                         | image is not Base64 (plain, without a data: prefix).",
        "{\"image\": \"S\", \"settings\": {}}                               | image is not Base64 (plain, without a data: prefix).",
        "{\"image\": \"data:image/png;base64,SEVMTE8=\", \"settings\": {}}  | image is not Base64 (plain, without a data: prefix).",
        "{\"image\": \"SEVMTE8=\"}                                          | settings is missing.",
        "{\"image\": \"SEVMTE8=\", \"settings\": null}                      | settings is missing.",
        "{\"image\": \"SEVMTE8=\", \"settings\": \"English\"}               | settings is not an object.",
        "{\"image\": \"SEVMTE8=\", \"settings\": []}                        | settings is not an object.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"language\": {}}}        | settings.language is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"Rotate\": \"90\"}}      | settings.Rotate is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"Rotate\": 1.5}}         | settings.Rotate is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"Rotate\": 99999999999}} | settings.Rotate is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"makeSkewCorrect\": 1}}  | settings.makeSkewCorrect is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"makeSkewCorrect\": \"yes\"}} | settings.makeSkewCorrect is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"regions\": 3}}          | settings.regions is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {\"regions\": [{\"rect\": {\"topLeftX\": []}}]}} | settings.regions[0].rect.topLeftX is not of the type that it has to be.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {}} {}                     | Something follows the JSON object.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {}}]                       | The body is not well-formed JSON.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {}                         | The body is not well-formed JSON.",
        "{\"image\": \"SEVMTE8=                                             | image is not Base64 (plain, without a data: prefix).",
        "{\"image\": \"SEVMTE8=\", \"image\": \"SEVMTE8=\", \"settings\": {}} | image is there twice.",
        "{\"image\": \"SEVMTE8=\", \"settings\": {}, \"settings\": {}}      | settings is there twice.",
        "<photo/>                                                           | The body is not well-formed JSON.",
    })
    void aBodyThatIsNotWhatItHasToBeIsABadRequest(String body, String detail) {
        assertProblem(400, detail, service.post(body == null ? "" : body));
    }

    @Test
    void aBodyThatIsNotTextIsABadRequest() {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
        }
        assertProblem(400, "The body is not a JSON object.",
                service.send(service.authorised(RunningService.RECOGNIZE).POST(BodyPublishers.ofByteArray(new byte[0]))));
        assertEquals(400, service.send(service.authorised(RunningService.RECOGNIZE).POST(BodyPublishers.ofByteArray(bytes))).statusCode());
        byte[] badUtf8 = "{\"image\": \"SEVMTE8=\", \"settings\": {\"language\": \"\u00ff\"}}".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(400, service.send(service.authorised(RunningService.RECOGNIZE).POST(BodyPublishers.ofByteArray(badUtf8))).statusCode());
    }

    @Test
    void aBodyThatIsBuiltToExhaustTheParserIsABadRequest() {
        for (String settings : new String[] {
            "{\"regions\": " + "[".repeat(200_000),
            "{\"regions\": [" + "{\"order\": 1},".repeat(50_000) + "{}]}",
            "{\"" + "n".repeat(100_000) + "\": 1}",
            "{\"language\": \"" + "E".repeat(100_000) + "\"}",
            "{\"Rotate\": " + "9".repeat(100_000) + "}"}) {
            HttpResponse<String> reply = service.post("{\"image\": \"SEVMTE8=\", \"settings\": " + settings + "}");
            assertEquals(400, reply.statusCode(), reply.body());
        }
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        HttpResponse<String> reply = service.post("{\"extra\": {\"deep\": [1, {\"x\": null}]}, \"settings\": {\"resultTypeTable\": \"Text\", \"new\": []},"
                + " \"image\": \"SEVM\\nTE8=\", \"more\": 1}");
        assertEquals(200, reply.statusCode(), reply.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Basic Y2xpZW50OnNlY3JldA==", "bearer", "Token {}", "{}", "Bearer {} {}", "Bearer \u00fc"})
    void withoutATokenNothingIsServed(String authorization) {
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {
            HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE)).POST(BodyPublishers.ofString(OK)),
            HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE + "?id=x")).GET(),
            HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE + "?id=x")).DELETE(),
            HttpRequest.newBuilder(service.uri(RunningService.STATUS + "?id=x")).GET()}) {
            String value = authorization.replace("{}", service.token());
            HttpResponse<String> reply = service.send(value.isEmpty() ? request : request.header("Authorization", value));
            assertProblem(401, "The access token is missing, unknown or expired: get one from /connect/token.", reply);
            assertEquals("Bearer", reply.headers().firstValue("WWW-Authenticate").orElseThrow());
        }
    }

    @Test
    void aTokenInTheAddressOrThereTwiceIsNotAccepted() {
        assertEquals(401, service.send(HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE + "?id=x&Authorization=Bearer%20"
                + service.token().replace('-', 'x') + "y"))).statusCode());
        assertEquals(401, service.send(service.authorised(RunningService.RECOGNIZE + "?id=x").header("Authorization", "Bearer x")).statusCode());
    }

    @Test
    void theNameOfTheSchemeIsTakenInAnyCase() {
        HttpResponse<String> reply = service.send(HttpRequest.newBuilder(service.uri(RunningService.RECOGNIZE + "?id=x"))
                .header("Authorization", "bEARER " + service.token()));
        assertEquals(200, reply.statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?id", "?id=", "?id=%20", "?ID2=x", "?x=id"})
    void withoutAnIdThereIsNothingToAnswer(String query) {
        assertProblem(400, "id is missing.", service.send(service.authorised(RunningService.RECOGNIZE + query)));
        assertProblem(400, "id is missing.", service.send(service.authorised(RunningService.STATUS + query)));
        assertProblem(400, "id is missing.", service.send(service.authorised(RunningService.RECOGNIZE + query).DELETE()));
    }

    @Test
    void aBodyWhereNoneBelongsIsPassedOver() {
        for (boolean asking : new boolean[] {false, true, false, true}) {
            HttpResponse<String> reply = service.send(service.authorised(RunningService.RECOGNIZE + "?id=x").version(HttpClient.Version.HTTP_1_1)
                    .expectContinue(asking).header("Content-Type", "application/x-www-form-urlencoded")
                    .method("GET", BodyPublishers.ofString("id=y&" + "x".repeat(5_000_000))));
            assertEquals(200, reply.statusCode());
            assertEquals("x", service.json(reply).get("id").textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,    /v5.0/ocr/RecognizeLabel,          405",
        "PATCH,  /v5.0/ocr/RecognizeLabel,          405",
        "GET,    /connect/token,                    405",
        "POST,   /v5.0/ocr/Utilities/GetTaskStatus, 405",
        "GET,    /,                                 404",
        "POST,   /v5.0/ocr/RecognizeReceipt,        404",
        "GET,    /v5.0/ocr/RecognizeLabel/../..,    404",
    })
    void otherCallsAreNotThere(String method, String path, int status) {
        HttpResponse<String> reply = service.send(service.authorised(path).method(method, BodyPublishers.ofString("x")));
        assertEquals(status, reply.statusCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                                                                        | invalid_request",
        "x                                                                         | invalid_request",
        "&&==&                                                                     | invalid_request",
        "grant_type=client_credentials                                             | invalid_request",
        "grant_type=client_credentials&client_id=client                            | invalid_request",
        "client_id=client&client_secret=x                                          | invalid_request",
        "grant_type=password&client_id=client&client_secret=x                      | unsupported_grant_type",
        "grant_type=client_credentials&client_id=%zz&client_secret=x               | invalid_request",
        "grant_type=client_credentials&client_id=a&client_id=b&client_secret=x     | invalid_request",
        "grant_type=client_credentials&client_id=client&client_secret=             | invalid_client",
        "grant_type=client_credentials&client_id=client&client_secret=%00          | invalid_client",
        "{\"grant_type\": \"client_credentials\", \"client_id\": \"client\"}       | invalid_request",
    })
    void aFormThatIsNotWhatItHasToBeGetsNoToken(String form, String error) {
        HttpResponse<String> reply = service.send(HttpRequest.newBuilder(service.uri("/connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form == null ? "" : form)));
        assertEquals(400, reply.statusCode());
        assertEquals("{\"error\":\"" + error + "\"}", reply.body());
    }

    @Test
    void aFormWithFilesWritesNoneOfThem() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"client_id\"; filename=\"../evil.txt\"\r\n\r\nevil\r\n--b--\r\n";
        HttpResponse<String> reply = service.send(HttpRequest.newBuilder(service.uri("/connect/token"))
                .header("Content-Type", "multipart/form-data; boundary=b").POST(BodyPublishers.ofString(part)));
        assertEquals(400, reply.statusCode());
        assertFalse(java.nio.file.Files.exists(java.nio.file.Path.of("file-uploads")));
    }

    @Test
    void aFormThatIsTooLargeIsRefused() {
        HttpResponse<String> reply = service.requestToken(Map.of("client_id", "x".repeat(20_000)));
        assertEquals(413, reply.statusCode());
    }

    private static void assertProblem(int status, String detail, HttpResponse<String> reply) {
        assertEquals(status, reply.statusCode(), reply.body());
        assertEquals("application/problem+json", reply.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = service.json(reply);
        assertEquals(status, problem.get("status").intValue());
        assertEquals(detail, problem.get("detail").textValue());
        assertTrue(problem.size() == 4);
    }
}
