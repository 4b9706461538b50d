package io.labelrecognition.client;

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
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorities that a host trusts, over HTTPS: a service whose certificate is of a private one. */
class TrustStoreTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;
    private static PrivateAuthority authority;
    private static SSLContext tls;

    private ScriptedService service;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new PrivateAuthority(folder);
        tls = authority.server("ip:127.0.0.1", "dns:localhost");
    }

    @BeforeEach
    void start() throws Exception {
        service = ScriptedService.over(tls);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Exchange send(Path trustStore) {
        String parameters = trustStore == null ? "" : "&trustStore=RAW(" + trustStore + ")";
        try (KameletHost host = KameletHost.of(service, parameters)) {
            return host.send(PHOTO);
        }
    }

    @ParameterizedTest
    @CsvSource({"usual.p12, changeit, ''", "open.p12, anything, '-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE'",
        "usual.jks, changeit, '-storetype JKS'", "own.jks, a-word-of-ones-own, '-storetype JKS'"})
    void aPhotoIsReadWhereTheTrustStoreHasTheAuthority(String name, String password, String options) throws Exception {
        Exchange answer = send(authority.trustStore(name, password, options.isEmpty() ? new String[0] : options.split(" ")));
        assertNull(answer.getException());
        assertEquals("TEXT\n", answer.getMessage().getBody());
        assertEquals(1, service.tokenRequests.size());
        assertEquals(1, service.posts.size());
        assertEquals(1, service.gets.size());
    }

    @Test
    void withoutATrustStoreNothingIsSentAndTheCertificateIsSaidToBeTheReason() throws Exception {
        String message = refusal(null);
        assertTrue(message.contains("certificate") && message.contains("label.trust-store") && message.contains(service.url()), message);
    }

    @Test
    void anAuthorityOfTheSameNameIsNotTrusted() throws Exception {
        Path other = new PrivateAuthority(Files.createDirectory(folder.resolve("other"))).trustStore();
        String message = refusal(other);
        assertTrue(message.contains("certificate") && message.contains("label.trust-store"), message);
    }

    @Test
    void aCertificateForAnotherHostIsNotAccepted() throws Exception {
        service.close();
        PrivateAuthority elsewhere = new PrivateAuthority(Files.createDirectory(folder.resolve("elsewhere")));
        service = ScriptedService.over(elsewhere.server("dns:another.example"));
        String message = refusal(elsewhere.trustStore());
        assertTrue(message.contains("certificate is not accepted") && message.contains("127.0.0.1"), message);
        // another trust store would not help
        assertFalse(message.contains("label.trust-store"), message);
    }

    @Test
    void aCertificateThatHasExpiredIsNotAccepted() throws Exception {
        service.close();
        PrivateAuthority forgetful = new PrivateAuthority(Files.createDirectory(folder.resolve("forgetful")));
        service = ScriptedService.over(forgetful.serverSince("-2y", "ip:127.0.0.1"));
        String message = refusal(forgetful.trustStore());
        assertTrue(message.contains("certificate is not accepted") && message.contains("NotAfter"), message);
        assertFalse(message.contains("label.trust-store"), message);
    }

    /** @return what the user is told */
    private String refusal(Path trustStore) throws Exception {
        try (CapturedOutput output = new CapturedOutput()) {
            LabelRecognitionException failure = assertInstanceOf(LabelRecognitionException.class, send(trustStore).getException());
            assertEquals(Reason.UNAVAILABLE, failure.getReason());
            assertTrue(failure.isStopsTheLine());
            assertEquals(0, service.tokenRequests.size() + service.posts.size() + service.gets.size());
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            assertFalse((trace + output.toString()).contains(ScriptedService.CLIENT_SECRET));
            return failure.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.p12", "folder.p12", "empty.p12", "text.p12", "half.p12", "own-password.p12", "without-certificates.p12"})
    void aTrustStoreThatIsNoneIsNamedWhenTheHostStarts(String name) throws Exception {
        Path store = folder.resolve(name);
        switch (name) {
            case "folder.p12" -> Files.createDirectory(store);
            case "empty.p12" -> Files.createFile(store);
            case "text.p12" -> Files.copy(authority.certificate(), store);
            case "half.p12" -> {
                byte[] whole = Files.readAllBytes(authority.trustStore("whole.p12", "changeit"));
                Files.write(store, Arrays.copyOf(whole, whole.length / 2));
            }
            case "own-password.p12" -> authority.trustStore(name, "a-word-of-ones-own");
            case "without-certificates.p12" -> {
                authority.trustStore(name, "changeit");
                PrivateAuthority.keytool(store, "changeit", "-delete", "-alias", "authority");
            }
            default -> { }
        }
        Throwable thrown = assertThrows(Exception.class, () -> send(store));
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        String message = thrown.getMessage();
        assertTrue(message.contains("label.trust-store") && message.contains(store.toString()) && !message.contains("null"), message);
    }
}
