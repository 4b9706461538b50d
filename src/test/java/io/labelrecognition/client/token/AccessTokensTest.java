package io.labelrecognition.client.token;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.wire.AccessTokenReply;
import io.labelrecognition.service.SettableClock;
import java.net.ConnectException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One token for one account: got once, renewed in time, and not asked for in a loop. */
class AccessTokensTest {
    private static final ServiceAccount ACCOUNT = new ServiceAccount("http://service", "id", "v3ry-hidden", null, null, null);

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger requests = new AtomicInteger();
    private AccessTokens.TokenRequest answer = (account, traced) -> new AccessTokenReply("token-" + requests.get(), 3600, "Bearer");
    private final CircuitBreakers circuits = new CircuitBreakers(clock, () -> Metrics.NONE);
    private final AccessTokens tokens = new AccessTokens((account, traced) -> {
        requests.incrementAndGet();
        return answer.send(account, traced);
    }, circuits, clock, Metrics.NONE);

    private static AccessTokens.TokenRequest fails(int status, String... retryAfter) {
        return (account, traced) -> {
            throw new HttpOperationFailedException("http://service/connect/token", status, "", null,
                    retryAfter.length == 0 ? Map.of() : Map.of("Retry-After", retryAfter[0]), "");
        };
    }

    private Reason refusal() {
        return assertThrows(LabelRecognitionException.class, () -> tokens.token(ACCOUNT, Map::of)).getReason();
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItExpires() throws Exception {
        assertEquals("token-1", tokens.token(ACCOUNT, Map::of));
        clock.advance(Duration.ofSeconds(3600 - 61));
        assertEquals("token-1", tokens.token(ACCOUNT, Map::of));
        clock.advance(Duration.ofSeconds(2));
        assertEquals("token-2", tokens.token(ACCOUNT, Map::of));
        assertEquals(2, requests.get());
    }

    @Test
    void aTokenOfAShortLifeIsUsedForMostOfIt() throws Exception {
        answer = (account, traced) -> new AccessTokenReply("token-" + requests.get(), 10, "Bearer");
        tokens.token(ACCOUNT, Map::of);
        clock.advance(Duration.ofSeconds(8));
        assertEquals("token-1", tokens.token(ACCOUNT, Map::of));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("token-2", tokens.token(ACCOUNT, Map::of));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aTokenWithoutALifeIsGoodForAnHour(long expiresIn) throws Exception {
        answer = (account, traced) -> new AccessTokenReply("token-" + requests.get(), expiresIn, null);
        tokens.token(ACCOUNT, Map::of);
        clock.advance(Duration.ofMinutes(58));
        assertEquals("token-1", tokens.token(ACCOUNT, Map::of));
        clock.advance(Duration.ofMinutes(2));
        assertEquals("token-2", tokens.token(ACCOUNT, Map::of));
    }

    @Test
    void aTokenThatNeverExpiresIsFine() throws Exception {
        answer = (account, traced) -> new AccessTokenReply("token-" + requests.get(), Long.MAX_VALUE, "Bearer");
        tokens.token(ACCOUNT, Map::of);
        clock.advance(Duration.ofDays(1000));
        assertEquals("token-1", tokens.token(ACCOUNT, Map::of));
    }

    @Test
    void onlyTheTokenThatWasRefusedIsDropped() throws Exception {
        tokens.token(ACCOUNT, Map::of);
        tokens.refused(ACCOUNT, "token-1");
        assertEquals("token-2", tokens.token(ACCOUNT, Map::of));
        // a photo that comes late with the old one
        tokens.refused(ACCOUNT, "token-1");
        assertEquals("token-2", tokens.token(ACCOUNT, Map::of));
        assertEquals(2, requests.get());
    }

    @Test
    void manyThatWaitAtOnceMakeOneRequest() throws Exception {
        for (boolean working : new boolean[] {true, false}) {
            requests.set(0);
            answer = working ? (account, traced) -> {
                TimeUnit.MILLISECONDS.sleep(50);
                return new AccessTokenReply("t", 3600, "Bearer");
            } : fails(400);
            tokens.refused(ACCOUNT, "t");
            CyclicBarrier together = new CyclicBarrier(50);
            List<CompletableFuture<Object>> waiting = new ArrayList<>();
            java.util.concurrent.ExecutorService threads = java.util.concurrent.Executors.newFixedThreadPool(50);
            for (int i = 0; i < 50; i++) {
                waiting.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        together.await();
                        return tokens.token(ACCOUNT, Map::of);
                    } catch (LabelRecognitionException e) {
                        return e.getReason();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }, threads));
            }
            Set<Object> answers = new HashSet<>();
            for (CompletableFuture<Object> one : waiting) {
                answers.add(one.get(Patience.SECONDS, TimeUnit.SECONDS));
            }
            threads.shutdown();
            assertEquals(Set.of(working ? "t" : Reason.CREDENTIALS), answers);
            assertEquals(1, requests.get());
        }
    }

    @Test
    void refusedCredentialsAreTriedAgainLessAndLessOften() throws Exception {
        answer = fails(400);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            assertEquals(Reason.CREDENTIALS, refusal());
            int made = requests.get();
            long seconds = 0;
            while (tokens.circuit(ACCOUNT).isOpen()) {
                assertEquals(Reason.CREDENTIALS, refusal());
                clock.advance(Duration.ofSeconds(1));
                seconds++;
            }
            assertEquals(made, requests.get());
            pauses.add(seconds);
        }
        assertEquals(List.of(30L, 60L, 120L, 240L, 480L, 600L, 600L), pauses);
        answer = (account, traced) -> new AccessTokenReply("good", 3600, "Bearer");
        assertEquals("good", tokens.token(ACCOUNT, Map::of));
        assertFalse(tokens.circuit(ACCOUNT).isOpen());
    }

    @Test
    void aServiceOutOfReachIsTriedAgainSooner() {
        answer = (account, traced) -> {
            throw new ConnectException("refused");
        };
        assertEquals(Reason.UNAVAILABLE, refusal());
        clock.advance(Duration.ofMillis(1999));
        assertTrue(tokens.circuit(ACCOUNT).isOpen());
        clock.advance(Duration.ofMillis(1));
        assertFalse(tokens.circuit(ACCOUNT).isOpen());
    }

    private long pauseAfter(String retryAfter) {
        answer = fails(429, retryAfter);
        assertEquals(Reason.CREDENTIALS, refusal());
        long seconds = 0;
        while (tokens.circuit(ACCOUNT).isOpen()) {
            clock.advance(Duration.ofSeconds(1));
            seconds++;
        }
        return seconds;
    }

    @Test
    void whatTheServiceAsksForCountsAboveAll() {
        assertEquals(45, pauseAfter("45"));
        assertEquals(600, pauseAfter("600"));
        assertEquals(5, pauseAfter(" 5 "));
        assertEquals(90, pauseAfter(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).plusSeconds(90))));
    }

    @Test
    void whatIsAbsurdIsNotTakenAtItsWord() {
        assertEquals(600, pauseAfter("864000"));
        assertEquals(600, pauseAfter("Tue, 31 Dec 2999 23:59:59 GMT"));
        assertEquals(1, pauseAfter("0"));
        assertEquals(1, pauseAfter("Thu, 01 Jan 1970 00:00:00 GMT"));
        // opened four times so far: the pause of the circuit itself
        assertEquals(480, pauseAfter("soon"));
        assertEquals(600, pauseAfter("-10"));
    }

    @Test
    void anAccountWhoseRequestHangsHoldsUpNoOther() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        answer = (account, traced) -> {
            if (account.equals(ACCOUNT)) {
                hanging.await();
            }
            return new AccessTokenReply("token of " + account.clientId(), 3600, "Bearer");
        };
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return tokens.token(ACCOUNT, Map::of);
            } catch (LabelRecognitionException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> requests.get() == 1);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            // some of them lie beside it in any map
            for (int i = 0; i < 500; i++) {
                assertEquals("token of " + i, tokens.token(new ServiceAccount("http://service", "" + i, "secret", null, null, null), Map::of));
            }
        });
        hanging.countDown();
        assertEquals("token of " + ACCOUNT.clientId(), first.get(Patience.SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void anotherSecretOrServiceIsAnotherAccount() throws Exception {
        Set<String> got = new HashSet<>();
        got.add(tokens.token(ACCOUNT, Map::of));
        got.add(tokens.token(new ServiceAccount("http://service", "id", "other", null, null, null), Map::of));
        got.add(tokens.token(new ServiceAccount("http://other", "id", "v3ry-hidden", null, null, null), Map::of));
        got.add(tokens.token(new ServiceAccount("http://service", "id2", "secret", null, null, null), Map::of));
        got.add(tokens.token(new ServiceAccount("http://service", "id", "v3ry-hidden", null, null, null), Map::of));
        assertEquals(4, got.size());
        assertEquals(4, requests.get());
        answer = fails(400);
        assertThrows(LabelRecognitionException.class, () -> tokens.token(new ServiceAccount("http://service", "id3", "x", null, null, null), Map::of));
        assertNotEquals("", tokens.token(ACCOUNT, Map::of));
    }

    @Test
    void nothingSecretIsInWhatIsPrinted() {
        assertFalse(ACCOUNT.toString().contains("v3ry-hidden"));
        assertFalse(new AccessTokenReply("v3ry-hidden", 1, "Bearer").toString().contains("v3ry-hidden"));
        answer = fails(400);
        assertFalse(assertThrows(LabelRecognitionException.class, () -> tokens.token(ACCOUNT, Map::of)).toString().contains("v3ry-hidden"));
    }
}
