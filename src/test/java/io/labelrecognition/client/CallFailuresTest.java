package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.ScriptedService.Answer;
import io.labelrecognition.client.http.CallFailureTableTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a photo when one of the three calls fails, beyond what the README's table says of it. */
@Execution(ExecutionMode.CONCURRENT)
class CallFailuresTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    private ScriptedService service;
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        relay = new Relay(service);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        service.close();
    }

    @Test
    void aLostAnswerEndsAsAmbiguousHoweverShortTheTimeout() {
        for (int i = 0; i < 10; i++) {
            service.onPost.add(ScriptedService.hangUp());
        }
        assertReason(Reason.AMBIGUOUS, send("&resultTimeout=700ms"));
        assertTrue(service.posts.size() <= 3);
    }

    @Test
    void inAStormOfRefusalsTheServiceIsToBlame() {
        for (int i = 0; i < 100; i++) {
            service.onPost.add(status(429, "Retry-After", "2"));
        }
        Exchange exchange = send("&resultTimeout=1s");
        assertReason(Reason.UNAVAILABLE, exchange);
        assertNotNull(((LabelRecognitionException) exchange.getException()).getCircuit(), "the circuit opens for all photos of the account");
    }

    @Test
    void aConnectionThatTheServiceClosedMeanwhileIsNotWrittenTo() throws Exception {
        try (KameletHost host = KameletHost.of(relay.url(), ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET, "")) {
            assertText(host.send(PHOTO));
            relay.hangUp();
            // what has just been used is not looked at
            await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> true);
            Exchange next = host.send("another".getBytes(StandardCharsets.UTF_8));
            assertText(next);
            assertEquals(0, warnings(next));
        }
        assertEquals(2, service.posts.size());
    }

    /** More than what the sockets take by themselves: the rest of it never left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aPhotoThatWasNotWholeWhenTheConnectionBrokeWasNotTaken(int times) {
        relay.breakOff(times);
        try (KameletHost host = KameletHost.of(relay.url(), ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET, "&resendAmbiguous=false")) {
            Exchange exchange = host.send(new byte[14_000_000]);
            if (times == 1) {
                assertText(exchange);
                assertEquals(0, warnings(exchange));
            } else {
                assertReason(Reason.SERVICE, exchange);
            }
        }
    }

    private Exchange send(String parameters) {
        try (KameletHost host = KameletHost.of(relay.url(), ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET, parameters)) {
            return host.send(PHOTO);
        }
    }

    private void assertReason(Reason expected, Exchange exchange) {
        LabelRecognitionException failure = assertInstanceOf(LabelRecognitionException.class, exchange.getException());
        assertEquals(expected, failure.getReason(), failure::getMessage);
    }

    private static void assertText(Exchange exchange) {
        assertNull(exchange.getException());
        assertEquals("TEXT\n", exchange.getMessage().getBody());
    }

    private static int warnings(Exchange exchange) {
        return exchange.getMessage().getHeader("LabelWarnings", List.class).size();
    }

    private static Answer status(int status, String... headers) {
        return reply(status, "application/problem+json", "{\"status\":" + status + "}", headers);
    }

    private Answer named(String fault) {
        return CallFailureTableTest.answer(fault, relay);
    }

    // ---- the access token

    @ParameterizedTest
    @ValueSource(strings = {"hang up", "empty", "wrong JSON", "404", "413", "502", "503"})
    void withoutAnAccessTokenNothingIsSentAndTheServiceIsUnavailable(String fault) {
        service.onToken.add(named(fault));
        Exchange exchange = send("");
        LabelRecognitionException failure = assertInstanceOf(LabelRecognitionException.class, exchange.getException());
        assertTrue(failure.isRetryable(), failure::getMessage);
        assertTrue(failure.isStopsTheLine(), failure::getMessage);
        assertEquals(fault.startsWith("4") ? Reason.CREDENTIALS : Reason.UNAVAILABLE, failure.getReason(), failure::getMessage);
        assertEquals(1, service.tokenRequests.size());
        assertEquals(0, service.posts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"access_token\":null,\"expires_in\":3600}", "{\"access_token\":\"\"}"})
    void anAnswerWithoutATokenIsNone(String answer) {
        service.onToken.add(reply(200, "application/json", answer));
        assertReason(Reason.UNAVAILABLE, send(""));
        assertEquals(0, service.posts.size());
    }

    // ---- the photo

    @ParameterizedTest
    @ValueSource(strings = {"hang up", "reset", "truncated", "500", "502", "504"})
    void aPhotoWhoseAnswerWasLostIsSentAgainWithAWarningOrSetAside(String fault) {
        service.onPost.add(named(fault));
        Exchange exchange = send("");
        assertText(exchange);
        assertEquals(2, service.posts.size());
        assertEquals(1, warnings(exchange));

        service.onPost.add(named(fault));
        Exchange aside = send("&resendAmbiguous=false");
        assertReason(Reason.AMBIGUOUS, aside);
        assertEquals(3, service.posts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"415", "422"})
    void aPhotoThatIsRefusedIsNotSentAgain(String status) {
        service.onPost.add(named(status));
        assertReason(Reason.REFUSED, send(""));
        assertEquals(1, service.posts.size());
        assertEquals(0, service.gets.size());
    }

    static Stream<Arguments> shortWaits() {
        return Stream.of(Arguments.of(429, "1", 950), Arguments.of(503, "1", 950), Arguments.of(429, null, 0), Arguments.of(503, null, 0),
                Arguments.of(429, "in 2 seconds", 950), Arguments.of(503, "soon", 0), Arguments.of(429, "-5", 0), Arguments.of(429, "0", 0),
                Arguments.of(503, "Thu, 01 Jan 1970 00:00:00 GMT", 0));
    }

    /** HTTP dates have whole seconds, so the wait is one less than said here at worst. */
    private static String[] retryAfter(String value) {
        if (value == null) {
            return new String[0];
        }
        return new String[] {"Retry-After", value.startsWith("in ") ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2)) : value};
    }

    @ParameterizedTest
    @MethodSource("shortWaits")
    void aPhotoThatIsNotTakenNowIsSentAfterwards(int status, String value, long atLeast) {
        service.onPost.add(call -> status(status, retryAfter(value)).to(call));
        Exchange exchange = send("");
        assertText(exchange);
        assertEquals(2, service.posts.size());
        assertEquals(0, warnings(exchange));
        long waited = Duration.between(service.posts.get(0).at(), service.posts.get(1).at()).toMillis();
        assertTrue(waited >= atLeast, () -> waited + " ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "864000", "999999999999", "99999999999999999999999", "Tue, 31 Dec 2999 23:59:59 GMT"})
    void aServiceThatAsksForALongWaitIsUnavailable(String retryAfter) {
        for (int i = 0; i < 5; i++) {
            service.onPost.add(status(503, "Retry-After", retryAfter));
        }
        assertReason(Reason.UNAVAILABLE, send(""));
        assertTrue(service.posts.size() <= 4);
    }

    @Test
    void aServiceThatNeverTakesThePhotoIsUnavailable() {
        for (int i = 0; i < 9; i++) {
            service.onPost.add(status(503, "Retry-After", "0"));
        }
        assertReason(Reason.UNAVAILABLE, send(""));
        assertEquals(4, service.posts.size());
    }

    @Test
    void aPhotoThatCannotConnectIsSentNowhere() {
        service.onToken.add(relay.thenRefuse(call -> {
            service.tokens.add("t");
            reply(200, "application/json", "{\"access_token\":\"t\",\"expires_in\":3600}").to(call);
        }));
        Exchange exchange = send("&resendAmbiguous=false");
        assertReason(Reason.UNAVAILABLE, exchange);
        assertEquals(0, service.posts.size());
    }

    // ---- the result

    @ParameterizedTest
    @ValueSource(strings = {"hang up", "reset", "truncated", "not JSON", "empty", "wrong JSON", "500", "502", "503", "504", "429"})
    void aResultThatDoesNotComeIsAskedForAgain(String fault) {
        service.onGet.add(named(fault));
        service.onGet.add(named(fault));
        Exchange exchange = send("");
        assertText(exchange);
        assertEquals(1, service.posts.size());
        assertEquals(3, service.gets.size());
        assertEquals(1, service.gets.stream().map(ScriptedService.Call::query).distinct().count());
        assertEquals(0, warnings(exchange));
    }

    @ParameterizedTest
    @MethodSource("shortWaits")
    void aResultIsNeverLostToAWait(int status, String value, long atLeast) {
        service.onGet.add(call -> status(status, retryAfter(value)).to(call));
        Exchange exchange = send("");
        assertText(exchange);
        assertEquals(1, service.posts.size());
        long waited = Duration.between(service.gets.get(0).at(), service.gets.get(1).at()).toMillis();
        assertTrue(waited >= atLeast, () -> waited + " ms");
    }

    @Test
    void aServiceThatIsBusyForLongDoesNotLoseAResult() {
        for (int i = 0; i < 8; i++) {
            service.onGet.add(status(429, "Retry-After", "0"));
        }
        assertText(send(""));
        assertEquals(1, service.posts.size());
        assertEquals(9, service.gets.size());
    }

    @Test
    void aResultThatCannotBeReachedKeepsItsTaskId() {
        service.onPost.add(relay.thenRefuse(service.taken()));
        Exchange exchange = send("&resultTimeout=2s");
        assertReason(Reason.TIMEOUT, exchange);
        assertNotNull(((LabelRecognitionException) exchange.getException()).getTaskId());
        assertEquals(1, service.posts.size());
        assertEquals(0, service.gets.size());
    }

    @Test
    void anAnswerThatNeverMakesSenseIsGivenUp() {
        for (int i = 0; i < 9; i++) {
            service.onGet.add(named("not JSON"));
        }
        Exchange exchange = send("");
        assertReason(Reason.SERVICE, exchange);
        assertEquals(4, service.gets.size());
        assertEquals(1, service.posts.size());
    }

    // ---- the token again

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenRefusedEarlyIsRenewedOnce(boolean whenSending) {
        (whenSending ? service.onPost : service.onGet).add(call -> {
            service.tokens.clear();
            status(401).to(call);
        });
        Exchange exchange = send("");
        assertText(exchange);
        assertEquals(2, service.tokenRequests.size());
        assertEquals(whenSending ? 2 : 1, service.posts.size());
        assertEquals(whenSending ? 1 : 2, service.gets.size());
        assertNotEquals(service.posts.get(0).header("Authorization"), service.gets.get(service.gets.size() - 1).header("Authorization"));
        assertEquals(0, warnings(exchange));
    }
}
