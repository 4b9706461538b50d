package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.JournalFolder;
import io.labelrecognition.client.store.TaskRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal is for: a photo that comes again, and an application that starts again. */
@Execution(ExecutionMode.CONCURRENT)
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

    /** Leaves the journal as an application leaves it that is killed when the photo is in this state. */
    private void killedWhen(State state, String taskId) throws IOException {
        try (KameletHost host = host("")) {
            host.send(PHOTO);
        }
        JournalFolder.killedWhen(journal, state, taskId);
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
    void aPhotoThatCannotBeReadIsNotPaidForAgainUntilSomebodyAsksForThat() {
        service.onGet.add(ScriptedService.result("x", "Error", "Error", null, null));
        try (KameletHost host = host("&reuseResults=0")) {
            assertEquals(Reason.ERROR, reason(host.send(PHOTO)));
            assertEquals(Reason.ERROR, reason(host.send(PHOTO)));
        }
        try (KameletHost host = host("")) {
            assertEquals(Reason.ERROR, reason(host.send(PHOTO)));
            assertEquals(1, service.posts.size());
            assertEquals("TEXT\n", text(host.send("another".getBytes(StandardCharsets.UTF_8))));
            assertEquals("TEXT\n", text(host.send(PHOTO, Map.of("LabelSendAgain", true))));
        }
        try (KameletHost host = host("&upsampling=true")) {
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(4, service.posts.size());
    }

    @Test
    void aPhotoThatIsRefusedIsNotSentAgain() {
        service.onPost.add(ScriptedService.reply(413, "text/plain", ""));
        try (KameletHost host = host("")) {
            assertEquals(Reason.REFUSED, reason(host.send(PHOTO)));
            assertEquals(Reason.REFUSED, reason(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void whatIsInItIsTheOwnersAlone() throws Exception {
        Path folder = journal.resolve("new");
        try (KameletHost host = KameletHost.of(service, "&callsPerMonth=100&journal=RAW(" + folder + ")")) {
            text(host.send(PHOTO));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file::toString);
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void aJournalThatCannotBeReadIsSetAside() throws Exception {
        String content = "\u0000\u0001garbage {\n";
        Files.writeString(Files.createDirectories(journal).resolve("tasks.log"), content);
        try (KameletHost host = host("")) {
            text(host.send(PHOTO));
        }
        assertEquals(content, Files.readString(journal.resolve("tasks.log.unreadable")));
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
        killedWhen(State.SENT, "task-of-the-run-before");
        service.onGet.add(ScriptedService.result("task-of-the-run-before", "Completed", "Ok", "READ BEFORE", null));
        try (KameletHost host = host("")) {
            assertEquals("READ BEFORE\n", text(host.send(PHOTO)));
        }
        assertEquals(0, service.posts.size());
        assertEquals("id=task-of-the-run-before", service.gets.get(0).query());
    }

    @Test
    void whatWasBeingSentAtAKillIsSentAgainAndSaidSo() throws IOException {
        killedWhen(State.SENDING, null);
        try (KameletHost host = host("")) {
            Exchange answer = host.send(PHOTO);
            assertEquals("TEXT\n", text(answer));
            assertTrue(answer.getMessage().getHeader("LabelWarnings").toString().contains("charged twice"));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void orItIsSetAsideAndSentWhenItIsBroughtBack() throws IOException {
        killedWhen(State.SENDING, null);
        try (KameletHost host = host("&resendAmbiguous=false")) {
            assertEquals(Reason.AMBIGUOUS, reason(host.send(PHOTO)));
            assertEquals(0, service.posts.size());
            assertEquals("TEXT\n", text(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void whatMayHaveBeenTakenIsStillThatAfterTheServiceWasOutOfReach() throws IOException {
        killedWhen(State.SENDING, null);
        service.onPost.add(ScriptedService.reply(503, "text/plain", "", "Retry-After", "3600"));
        try (KameletHost host = host("")) {
            assertEquals(Reason.UNAVAILABLE, reason(host.send(PHOTO)));
        }
        try (KameletHost host = host("&resendAmbiguous=false")) {
            assertEquals(Reason.AMBIGUOUS, reason(host.send(PHOTO)));
        }
        assertEquals(1, service.posts.size());
    }

    /** Each time the photo is taken up one answer is lost, and then the service takes nothing for now. */
    @Test
    void answersThatAreLostAddUpHoweverOftenThePhotoIsTakenUp() {
        int times = 0;
        Reason reason = Reason.UNAVAILABLE;
        while (reason == Reason.UNAVAILABLE && times++ < 10) {
            service.onPost.add(ScriptedService.hangUp());
            service.onPost.add(ScriptedService.reply(503, "text/plain", "", "Retry-After", "3600"));
            try (KameletHost host = host("")) {
                reason = reason(host.send(PHOTO));
            }
        }
        assertEquals(Reason.AMBIGUOUS, reason);
        assertEquals(4, times);
        assertEquals(7, service.posts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\":\"SENT\"}", "{\"state\":\"LOST\",\"taskId\":\"x\"}"})
    void anEntryThatMakesNoSenseIsSaidAndStandsInNobodysWay(String content) throws IOException {
        killedWhen(State.SENT, "x");
        JournalFolder.add(journal, content);
        try (CapturedOutput output = new CapturedOutput(); KameletHost host = host("")) {
            assertEquals("TEXT\n", text(host.send(PHOTO)));
            assertTrue(output.toString().contains("cannot be read"), output::toString);
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void withoutAJournalNothingIsSent() throws IOException {
        Path blocked = journal.resolve("a-file");
        try (KameletHost host = KameletHost.of(service, "&journal=RAW(" + blocked.resolve("journal") + ")")) {
            Files.writeString(blocked, "in the way");
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
        try (KameletHost host = host("&callsPerMonth=100")) {
            host.send(PHOTO);
        }
        int files = 0;
        try (Stream<Path> all = Files.walk(journal)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files++;
                String written = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(written.contains(ScriptedService.CLIENT_SECRET) || service.tokens.stream().anyMatch(written::contains), file::toString);
            }
        }
        assertTrue(files >= 3, "entry, log and ledger are looked at");
    }
}
