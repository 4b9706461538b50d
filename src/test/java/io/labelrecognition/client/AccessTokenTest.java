package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access token of a host, over HTTP. */
class AccessTokenTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    private ScriptedService service;
    private KameletHost host;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        host = KameletHost.of(service, "");
    }

    @AfterEach
    void stop() {
        host.close();
        service.close();
    }

    private List<Exchange> sendAtOnce(int photos) throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < photos; i++) {
            sent.add(host.begin("direct:read", ("photo " + i).getBytes(StandardCharsets.UTF_8), Map.of()));
        }
        List<Exchange> answers = new ArrayList<>();
        for (CompletableFuture<Exchange> one : sent) {
            answers.add(one.get(Patience.SECONDS, TimeUnit.SECONDS));
        }
        return answers;
    }

    @Test
    void aHundredPhotosInFrontOfAnExpiredTokenMakeOneRequest() throws Exception {
        service.expiresIn = 1;
        assertNull(host.send(PHOTO).getException());
        service.expiresIn = 3600;
        String expired = service.posts.get(0).header("Authorization").substring("Bearer ".length());
        await().pollDelay(Duration.ofSeconds(1)).until(() -> service.tokens.remove(expired));
        for (Exchange answer : sendAtOnce(100)) {
            assertNull(answer.getException());
        }
        assertEquals(2, service.tokenRequests.size());
        assertEquals(101, service.posts.size());
    }

    @Test
    void aHundredPhotosInFrontOfARevokedTokenMakeOneRequest() throws Exception {
        assertNull(host.send(PHOTO).getException());
        service.tokens.clear();
        for (Exchange answer : sendAtOnce(100)) {
            assertNull(answer.getException());
        }
        assertEquals(2, service.tokenRequests.size());
    }

    @Test
    void aTokenIsRenewedBeforeItExpires() throws Exception {
        service.expiresIn = 2;
        service.latency = Duration.ofSeconds(3);
        // a service that refuses every token that is older than two seconds
        service.onToken.add(call -> {
            service.tokens.add("first");
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> service.tokens.remove("first"));
            reply(200, "application/json", "{\"access_token\":\"first\",\"expires_in\":2,\"token_type\":\"Bearer\"}").to(call);
        });
        Exchange answer = host.send(PHOTO);
        assertNull(answer.getException());
        assertTrue(service.tokenRequests.size() >= 2);
        assertTrue(service.gets.stream().filter(get -> get.header("Authorization").equals("Bearer first"))
                .allMatch(get -> Duration.between(service.tokenRequests.get(0).at(), get.at()).toMillis() < 2000));
    }

    @Test
    void refusedCredentialsAreAskedForOnceHoweverManyPhotosWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            service.onToken.add(reply(400, "application/json", "{\"error\":\"invalid_client\"}"));
        }
        for (Exchange answer : sendAtOnce(60)) {
            assertEquals(Reason.CREDENTIALS, assertInstanceOf(LabelRecognitionException.class, answer.getException()).getReason());
        }
        assertEquals(1, service.tokenRequests.size());
        assertEquals(0, service.posts.size());
        // the one exception that all of them end with is each one's own
        assertEquals(Reason.CREDENTIALS, ((LabelRecognitionException) host.send(PHOTO).getException()).getReason());
        assertEquals(1, service.tokenRequests.size());
    }
}
