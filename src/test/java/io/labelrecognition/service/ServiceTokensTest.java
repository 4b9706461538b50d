package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTokensTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock();
    private final ServiceTokens tokens = new ServiceTokens("id", "secret", HOUR, clock);

    @Test
    void aTokenIsGoodUntilItExpires() {
        String token = tokens.issue(form("id", "secret"), false).accessToken();

        clock.advance(HOUR.minusSeconds(1));
        assertDoesNotThrow(() -> tokens.check("Bearer " + token));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(401, assertThrows(RequestRefusedException.class, () -> tokens.check("Bearer " + token)).getStatus());
    }

    @Test
    void aNewTokenLeavesTheOthersGood() {
        String first = tokens.issue(form("id", "secret"), false).accessToken();
        tokens.issue(form("id", "secret"), false);
        assertDoesNotThrow(() -> tokens.check("Bearer " + first));
    }

    @Test
    void aPairThatWasWrongFiveTimesIsLockedOutForTenMinutes() {
        for (int i = 0; i < 5; i++) {
            assertEquals(400, status("id", "wrong"));
        }
        assertEquals(429, status("id", "wrong"));
        assertEquals(400, status("id", "also wrong"));
        assertDoesNotThrow(() -> tokens.issue(form("id", "secret"), false));

        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertEquals(429, status("id", "wrong"));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(400, status("id", "wrong"));
    }

    @Test
    void onePairIsNotTakenForAnother() {
        for (int i = 0; i < 5; i++) {
            status("ab", "c");
        }
        assertEquals(429, status("ab", "c"));
        assertEquals(400, status("a", "bc"));
    }

    @Test
    void whoGuessesAnotherSecretEachTimeIsSlowedDownAndTheApplicationItselfIsNot() {
        for (int i = 0; i < ServiceTokens.GUESSES_ALLOWED; i++) {
            assertEquals(400, status("id", "guess " + i));
        }
        assertEquals(400, status("id", "one more"));
        assertEquals(429, status("id", "yet another"));
        assertEquals(429, assertThrows(RequestRefusedException.class, () -> tokens.issue(form("id", "secret"), false)).getStatus());
        assertDoesNotThrow(() -> tokens.issue(form("id", "secret"), true));
        clock.advance(Duration.ofSeconds(1));
        assertDoesNotThrow(() -> tokens.issue(form("id", "secret"), false));
    }

    @Test
    void guessingForEverTakesNoMemoryForEver() {
        for (int i = 0; i < 5; i++) {
            status("id", "first");
        }
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofSeconds(1));
            status("id", "guess " + i);
        }
        clock.advance(Duration.ofSeconds(1));
        assertEquals(400, status("id", "first"));
    }

    @Test
    void ofVeryManyTokensTheOldestGo() {
        String first = tokens.issue(form("id", "secret"), false).accessToken();
        String last = null;
        for (int i = 0; i < 10_000; i++) {
            last = tokens.issue(form("id", "secret"), false).accessToken();
        }
        String newest = last;
        assertThrows(RequestRefusedException.class, () -> tokens.check("Bearer " + first));
        assertDoesNotThrow(() -> tokens.check("Bearer " + newest));
    }

    @Test
    void theClientIsToldWhenToComeBack() {
        try (RunningService service = new RunningService(RunningService.settings(), SlowReader.unbounded(), Clock.systemUTC())) {
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> reply = service.requestToken(RunningService.CLIENT_ID, "wrong");
                assertEquals(400, reply.statusCode());
                assertEquals("{\"error\":\"invalid_client\"}", reply.body());
                assertTrue(reply.headers().firstValue("Retry-After").isEmpty());
            }
            HttpResponse<String> reply = service.requestToken(RunningService.CLIENT_ID, "wrong");
            assertEquals(429, reply.statusCode());
            assertEquals("600", reply.headers().firstValue("Retry-After").orElseThrow());
        }
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        assertFalse(LocalServiceSettings.of("the id", "the secret", 1).toString().contains("the "));
        String token = tokens.issue(form("id", "secret"), false).accessToken();
        assertFalse(tokens.issue(form("id", "secret"), false).toString().contains(token));
        assertFalse(assertThrows(RequestRefusedException.class, () -> tokens.issue(form("id", "nearly"), false)).toString().contains("nearly"));
    }

    private int status(String id, String secret) {
        return assertThrows(RequestRefusedException.class, () -> tokens.issue(form(id, secret), false)).getStatus();
    }

    private static Map<String, String> form(String id, String secret) {
        return Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret);
    }
}
