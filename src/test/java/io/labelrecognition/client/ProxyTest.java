package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that reaches the service through a proxy alone: nobody else knows the service's name. */
@Execution(ExecutionMode.CONCURRENT)
class ProxyTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);
    private static final String NAME = "labels.invalid";

    private ScriptedService service;
    private HttpProxy proxy;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        proxy = new HttpProxy(service);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        service.close();
    }

    private static Exchange send(String scheme, String parameters) {
        try (KameletHost host = KameletHost.of(scheme + "://" + NAME, ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET,
                parameters)) {
            return host.send(PHOTO);
        }
    }

    private static void assertText(Exchange answer) {
        assertNull(answer.getException());
        assertEquals("TEXT\n", answer.getMessage().getBody());
    }

    private LabelRecognitionException unavailable(Exchange answer) {
        LabelRecognitionException failure = assertInstanceOf(LabelRecognitionException.class, answer.getException());
        assertEquals(Reason.UNAVAILABLE, failure.getReason(), failure::getMessage);
        assertTrue(failure.isStopsTheLine());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertFalse(trace.toString().contains(ScriptedService.CLIENT_SECRET), trace.toString());
        for (String token : service.tokens) {
            assertFalse(trace.toString().contains(token), trace.toString());
        }
        return failure;
    }

    private void overHttps(PrivateAuthority authority) throws Exception {
        service.close();
        service = ScriptedService.over(authority.server("dns:" + NAME));
        proxy.leadTo(service);
    }

    private String through(PrivateAuthority authority) throws Exception {
        return "&proxy=" + proxy.address() + "&trustStore=RAW(" + authority.trustStore() + ")";
    }

    /** The answer with a token, after which something changes on the way to the service, and no connection is used again. */
    private ScriptedService.Answer token(Runnable change) {
        return call -> {
            change.run();
            service.tokens.add("a-token");
            reply(200, "application/json", "{\"access_token\":\"a-token\",\"expires_in\":3600}", "Connection", "close").to(call);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", ""})
    void eachOfTheThreeCallsGoesThroughIt(String scheme) {
        Exchange answer = send("http", "&proxy=RAW(" + scheme + proxy.address() + ")");
        assertText(answer);
        assertEquals(List.of("POST http://" + NAME + "/connect/token", "POST http://" + NAME + "/v5.0/ocr/RecognizeLabel",
                "GET http://" + NAME + "/v5.0/ocr/RecognizeLabel?id=" + answer.getMessage().getHeader("LabelTaskId")), proxy.requests());
        assertEquals(1, service.posts.size());
    }

    @Test
    void overHttpsItSeesNeitherCredentialsNorPhoto(@TempDir Path folder) throws Exception {
        PrivateAuthority authority = new PrivateAuthority(folder);
        overHttps(authority);
        assertText(send("https", through(authority)));
        assertEquals(Set.of("CONNECT " + NAME + ":443"), Set.copyOf(proxy.requests()));
        assertFalse(proxy.heads.toString().contains("Authorization"));
        assertEquals(List.of(1, 1, 1), List.of(service.tokenRequests.size(), service.posts.size(), service.gets.size()));
    }

    @Test
    void aProxyThatTurnsToAnotherServerGetsNeitherTokenNorPhoto(@TempDir Path folder) throws Exception {
        PrivateAuthority authority = new PrivateAuthority(folder);
        overHttps(authority);
        PrivateAuthority another = new PrivateAuthority(Files.createDirectory(folder.resolve("another")));
        try (ScriptedService impostor = ScriptedService.over(another.server("dns:" + NAME))) {
            service.onToken.add(token(() -> proxy.leadTo(impostor)));
            LabelRecognitionException failure = unavailable(send("https", through(authority)));
            assertTrue(failure.getMessage().contains("certificate is not accepted"), failure::getMessage);
            assertNull(failure.getTaskId());
            assertEquals(0, impostor.tokenRequests.size() + impostor.posts.size());
            assertEquals(0, service.posts.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatIsNotThereIsNamedAndNothingIsSent(String scheme) throws Exception {
        proxy.close();
        LabelRecognitionException failure = unavailable(send(scheme, "&proxy=" + proxy.address()));
        assertTrue(failure.getMessage().contains(proxy.address()), failure::getMessage);
        assertEquals(0, service.tokenRequests.size());
    }

    @ParameterizedTest
    @CsvSource({"http, 407 Proxy Authentication Required", "https, 407 Proxy Authentication Required", "https, 403 Forbidden",
        "https, 502 Bad Gateway"})
    void aProxyThatLetsNothingThroughIsSaidToBeTheReason(String scheme, String refusal) {
        proxy.refusal = refusal;
        LabelRecognitionException failure = unavailable(send(scheme, "&proxy=" + proxy.address()));
        assertTrue(failure.getMessage().contains("proxy") && failure.getMessage().contains(refusal.substring(0, 3)), failure::getMessage);
        assertFalse(failure.getMessage().contains("label.client"), failure::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"http, 407 Proxy Authentication Required", "https, 403 Forbidden", "https, 502 Bad Gateway"})
    void aPhotoIsNotToBlameForAProxyThatLetsNothingThroughAnyMore(String scheme, String refusal, @TempDir Path folder) throws Exception {
        PrivateAuthority authority = new PrivateAuthority(folder);
        if (scheme.equals("https")) {
            overHttps(authority);
        }
        service.onToken.add(token(() -> proxy.refusal = refusal));
        LabelRecognitionException failure = unavailable(send(scheme, through(authority)));
        assertTrue(failure.getMessage().contains("proxy"), failure::getMessage);
        assertEquals(0, service.posts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http://a b:1", "http://someone:hidden@127.0.0.1:1", "socks://127.0.0.1:1"})
    void anAddressThatIsNoneIsSaidWhenTheHostStarts(String address) {
        Throwable thrown = assertThrows(Exception.class, () -> send("http", "&proxy=RAW(" + address + ")"));
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertTrue(thrown.getMessage().contains("label.proxy"), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("hidden"), thrown.getMessage());
    }
}
