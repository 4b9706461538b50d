package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal is for: a photo that comes again, and an application that starts again. */
class JournalTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path journal;

    private ScriptedService service;

    @BeforeEach
    void start() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private KameletHost host(String parameters) {
        return KameletHost.of(service, "&journal=RAW(" + journal + ")" + parameters);
    }

    private Path entry() throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".task.json")).findFirst().orElseThrow();
        }
    }

    /** Leaves the entry of the photo as an application leaves it that is killed in this state. */
    private void killedWhen(String state, String taskId) throws IOException {
        try (KameletHost host = host("")) {
            host.send(PHOTO);
        }
        Files.writeString(entry(), "{\"version\":1,\"state\":\"" + state + "\",\"at\":\"" + Instant.now() + "\""
                + (taskId == null ? "" : ",\"taskId\":\"" + taskId + "\"") + "}");
        service.posts.clear();
        service.gets.clear();
    }

    private static String text(Exchange answer) {
        assertNull(answer.getException(), () -> String.valueOf(answer.getException()));
        return answer.getMessage().getBody(String.class);
    }

    private static Reason reason(Exchange answer) {
        return ((LabelRecognitionException) answer.getException()).getReason();
    }

    @Test
    void theSamePhotoAgainIsAnsweredWithoutACall() {
        try (KameletHost host = host("")) {
            assertEquals("TEXT\n", text(host.send(PHOTO)));
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        try (KameletHost host = host("")) {
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
        assertEquals(1, service.gets.size());
    }

    @Test
    void twoCopiesAtOnceAreOneSending() {
        service.latency = Duration.ofMillis(500);
        try (KameletHost host = host("")) {
            List<CompletableFuture<Exchange>> answers = Stream.generate(() -> host.begin("direct:read", PHOTO.clone(), Map.of())).limit(5).toList();
            answers.forEach(answer -> assertEquals("TEXT\n", text(answer.join())));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void otherSettingsAreAnotherReading() {
        try (KameletHost host = host("")) {
            host.send(PHOTO);
        }
        try (KameletHost host = host("&upsampling=true")) {
            host.send(PHOTO);
        }
        assertEquals(2, service.posts.size());
    }

    @Test
    void withReuseOffTheSamePhotoIsSentAgain() {
        try (KameletHost host = host("&reuseResults=0")) {
            host.send(PHOTO);
            host.send(PHOTO);
        }
        assertEquals(2, service.posts.size());
    }

    @Test
    void anErrorIsNotReused() {
        service.onGet.add(ScriptedService.result("x", "Error", "Error", null, null));
        try (KameletHost host = host("")) {
            assertEquals(Reason.ERROR, reason(host.send(PHOTO)));
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(2, service.posts.size());
    }

    @Test
    void afterATimeoutTheSameTaskIsAsked() {
        service.latency = Duration.ofHours(1);
        Exchange late;
        try (KameletHost host = host("&resultTimeout=1s")) {
            late = host.send(PHOTO);
        }
        assertEquals(Reason.TIMEOUT, reason(late));
        service.latency = Duration.ZERO;
        try (KameletHost host = host("")) {
            Exchange again = host.send(PHOTO);
            assertEquals("TEXT\n", text(again));
            assertEquals(((LabelRecognitionException) late.getException()).getTaskId(), again.getMessage().getHeader("LabelTaskId"));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void whatWasSentBeforeAKillIsAskedForAndNotSentAgain() throws IOException {
        killedWhen("SENT", "task-of-the-run-before");
        service.onGet.add(ScriptedService.result("task-of-the-run-before", "Completed", "Ok", "READ BEFORE", null));
        try (KameletHost host = host("")) {
            assertEquals("READ BEFORE\n", text(host.send(PHOTO)));
        }
        assertEquals(0, service.posts.size());
        assertEquals("id=task-of-the-run-before", service.gets.get(0).query());
    }

    @Test
    void whatWasBeingSentAtAKillIsSentAgainAndSaidSo() throws IOException {
        killedWhen("SENDING", null);
        try (KameletHost host = host("")) {
            Exchange answer = host.send(PHOTO);
            assertEquals("TEXT\n", text(answer));
            assertTrue(answer.getMessage().getHeader("LabelWarnings").toString().contains("charged twice"));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void orItIsSetAsideAndSentWhenItIsBroughtBack() throws IOException {
        killedWhen("SENDING", null);
        try (KameletHost host = host("&resendAmbiguous=false")) {
            assertEquals(Reason.AMBIGUOUS, reason(host.send(PHOTO)));
            assertEquals(0, service.posts.size());
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"version\":1,\"state\":\"SE", "\u0000\u0000\u0000", "{\"version\":2,\"state\":\"SENT\",\"taskId\":\"x\"}", "[]", "null",
            "{\"version\":1,\"state\":\"SENT\",\"at\":\"yesterday\",\"taskId\":\"x\"}"})
    void anEntryThatCannotBeReadIsSetAside(String content) throws IOException {
        killedWhen("SENT", "x");
        Path entry = entry();
        Files.writeString(entry, content);
        try (KameletHost host = host("")) {
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
        assertTrue(Files.exists(Path.of(entry.toString().replace(".task.json", ".unreadable"))));
    }

    @Test
    void withoutAJournalNothingIsSent() throws IOException {
        Path blocked = journal.resolve("a-file");
        Files.writeString(blocked, "in the way");
        try (KameletHost host = KameletHost.of(service, "&journal=RAW(" + blocked.resolve("journal") + ")")) {
            assertEquals(Reason.JOURNAL, reason(host.send(PHOTO)));
        }
        assertEquals(0, service.posts.size());
    }

    @Test
    void oneApplicationAtATimeHasAJournal() {
        try (KameletHost first = host(""); KameletHost second = host("")) {
            assertEquals("TEXT\n", text(first.send(PHOTO)));
            assertEquals(Reason.JOURNAL, reason(second.send("another".getBytes(StandardCharsets.UTF_8))));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void noCredentialAndNoTokenIsInIt() throws IOException {
        try (KameletHost host = host("")) {
            host.send(PHOTO);
        }
        String written = Files.readString(entry());
        assertFalse(written.contains(ScriptedService.CLIENT_SECRET) || service.tokens.stream().anyMatch(written::contains));
    }
}
