package io.labelrecognition.client.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.store.TaskRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as earlier versions have left it. */
class FormerJournalTest {
    private static final String AT = "2026-05-01T00:00:00Z";
    private static final String LATER = "2026-05-01T00:00:05Z";
    private static final String KEY = TaskStore.key("a photo");
    private static final String OTHER = TaskStore.key("another");

    @TempDir
    Path folder;

    private TaskJournal journal() {
        return new TaskJournal(folder, Clock.fixed(Instant.parse(LATER), ZoneOffset.UTC));
    }

    private static String sending(String at) {
        return "{\"version\":1,\"state\":\"SENDING\",\"at\":\"" + at + "\",\"unanswered\":2}";
    }

    private static String sent(String at) {
        return "{\"version\":1,\"state\":\"SENT\",\"at\":\"" + at + "\",\"taskId\":\"task-0001\"}";
    }

    private static String finished(String at, String keptUntil) {
        return "{\"version\":1,\"state\":\"FINISHED\",\"at\":\"" + at + "\",\"taskId\":\"task-0001\",\"results\":[{\"type\":\"Text\",\"data\":\"w6Q=\"}],"
                + "\"confidence\":{\"mean\":0.9,\"min\":0.8}" + (keptUntil == null ? "" : ",\"keptUntil\":\"" + keptUntil + "\"") + "}";
    }

    private void file(String key, String content) throws IOException {
        Files.writeString(folder.resolve(key + ".task.json"), content);
    }

    private void log(long number, String... lines) throws IOException {
        Files.writeString(folder.resolve(".log-" + number), "1f0e1a8f-boot\n" + String.join("\n", lines) + "\n");
    }

    private TaskRecord known(String key) throws IOException {
        try (TaskJournal journal = journal()) {
            return journal.claim(key).record();
        }
    }

    private void assertNothingIsLeftOfIt() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(".lock", "tasks.log"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whatHadComeToRestIsKnownAndServesAsLongAsItWouldHave() throws IOException {
        file(KEY, finished(AT, "2026-05-02T00:00:00Z"));
        file(OTHER, finished(AT, "2026-05-01T00:00:01Z"));
        try (TaskJournal journal = journal()) {
            TaskStore.Claim claim = journal.claim(KEY);
            assertEquals(State.FINISHED, claim.record().state());
            assertEquals("ä", new String(claim.record().results().get(0).data(), StandardCharsets.UTF_8));
            assertEquals(0.8, claim.record().confidence().min());
            assertTrue(claim.isReusable());
            assertFalse(journal.claim(OTHER).isReusable());
        }
        assertNothingIsLeftOfIt();
        assertEquals(State.FINISHED, known(KEY).state());
    }

    @Test
    void whatWasOnItsWayIsKnownByTheLastThatWasSaidOfIt() throws IOException {
        file(OTHER, sending(AT));
        log(9, KEY + " " + sending(AT), OTHER + " " + sent(LATER));
        log(10, KEY + " " + sent(LATER));
        assertEquals("task-0001", known(KEY).taskId());
        assertEquals("task-0001", known(OTHER).taskId());
        assertNothingIsLeftOfIt();
    }

    @Test
    void howOftenItMayHaveBeenTakenIsKnown() throws IOException {
        log(1, KEY + " " + sending(AT));
        assertEquals(2, known(KEY).unanswered());
    }

    @Test
    void aFileThatTheMachineHasLostIsThatOfTheLog() throws IOException {
        file(KEY, "");
        file(OTHER, sent(AT));
        log(1, KEY + " +" + sent(AT), OTHER + " +" + finished(LATER, null));
        assertEquals("task-0001", known(KEY).taskId());
        assertEquals(State.FINISHED, known(OTHER).state());
    }

    @Test
    void whatWasForgottenIsNotBroughtBack() throws IOException {
        log(1, KEY + " " + sending(AT), KEY + " ");
        assertNull(known(KEY));
    }

    @Test
    void whatCannotBeReadIsKeptAsideAndTheRestIsKnown() throws IOException {
        file(OTHER, "{\"version\":1,\"state\":\"SE");
        log(1, KEY + " " + sent(AT), "\0\0\0", TaskStore.key("a third") + " " + sent(AT));
        try (CapturedOutput output = new CapturedOutput()) {
            assertEquals("task-0001", known(KEY).taskId());
            assertEquals("task-0001", known(TaskStore.key("a third")).taskId());
            assertNull(known(OTHER));
            assertTrue(output.toString().contains("could not be read"), output::toString);
        }
        assertTrue(Files.readString(folder.resolve("log-1.unreadable")).contains("\0\0\0"));
        assertEquals("{\"version\":1,\"state\":\"SE", Files.readString(folder.resolve(OTHER + ".task.json.unreadable")));
    }

    @Test
    void aLastLineThatAKillHasCutIsPassedOverWithoutAWord() throws IOException {
        Files.writeString(folder.resolve(".log-1"), "1f0e1a8f-boot\n" + KEY + " " + sent(AT) + "\n" + OTHER + " {\"versi");
        try (CapturedOutput output = new CapturedOutput()) {
            assertEquals("task-0001", known(KEY).taskId());
            assertFalse(output.toString().contains("could not be read"), output::toString);
        }
        assertNothingIsLeftOfIt();
    }

    @Test
    void oneThatWasOfAnotherPackageOfTheSameNameIsLeftAlone() throws IOException {
        Path foreign = Files.writeString(folder.resolve("notes.task.json"), sent(AT));
        known(KEY);
        assertTrue(Files.exists(foreign));
    }

    @Test
    void aLogThatWasNotWholeYetGoes() throws IOException {
        Files.writeString(folder.resolve(".log-5.part"), "1f0e");
        known(KEY);
        assertNothingIsLeftOfIt();
    }
}
