package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service, scripted, beside the real reader. */
class CompareJobTest {
    private static final Path PHOTOS = Path.of("examples/photos");

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int compare(ScriptedService service, String... photos) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID,
                "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET, "LABEL_PRICE_PER_CALL", "0.02", "LABEL_JOURNAL", directory.resolve("journal").toString()));
        return new CompareJob(Settings.load(directory, null, environment), print(out), print(err))
                .compare(NamedPhoto.of(List.of(photos), false, "jpg", new ByteArrayInputStream(new byte[0])));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void answer(ScriptedService service, String text) {
        service.onGet.add(ScriptedService.result("x", "Completed", "Ok", text, "null"));
    }

    @Test
    void bothTextsAreShownWithTheWordsThatDifferAndWhatTheyCost() throws Exception {
        Path sign = Files.copy(PHOTOS.resolve("street-sign-orchard-lane.jpg"), directory.resolve("sign.jpg"));
        String truth = Files.readString(PHOTOS.resolve("street-sign-orchard-lane.txt"));
        Files.writeString(directory.resolve("sign.txt"), truth);
        try (ScriptedService service = new ScriptedService()) {
            answer(service, truth.replaceFirst("(?i)lane", "Lame"));
            assertEquals(0, compare(service, sign.toString()), this::said);
            assertEquals(1, service.posts.size());
        }
        int words = truth.split("\\s+").length;
        assertTrue(said().matches("(?s).*right +" + (words - 1) + " of " + words + " words, F1 0\\.\\d\\d +" + words + " of " + words + " words, F1 1\\.00.*"), this::said);
        assertTrue(said().matches("(?is).*only here +lame +lane\\n.*"), this::said);
        assertTrue(said().matches("(?s).*calls +2 +0\\ncost +0\\.04 +0\\n.*"), this::said);
        assertTrue(said().matches("(?s).*confidence +not told +0\\.\\d\\d, 0\\.\\d\\d in the least sure line.*"), this::said);
        assertFalse(Files.exists(directory.resolve("journal")), "nothing is remembered of it");
    }

    @Test
    void severalAreSummedUpAndOneThatFailsIsSaidWhereItsTextWouldBe() throws Exception {
        Files.copy(PHOTOS.resolve("street-sign-orchard-lane.jpg"), directory.resolve("sign.jpg"));
        Files.writeString(directory.resolve("broken.jpg"), "no photo");
        try (ScriptedService service = new ScriptedService()) {
            answer(service, "ORCHARD");
            answer(service, "NOTHING");
            assertEquals(1, compare(service, directory.resolve("sign.jpg").toString(), directory.resolve("broken.jpg").toString(), directory.resolve("none.jpg").toString()));
            assertEquals(2, service.posts.size());
        }
        assertTrue(said().contains("(The service could not read the"), this::said);
        assertTrue(said().contains("== 2 photos =="), this::said);
        assertFalse(said().contains("right"), this::said);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("none.jpg: there is no such file"), err::toString);
        assertFalse(said().contains(ScriptedService.CLIENT_SECRET));
    }

    @Test
    void withoutAServiceThereIsNothingToCompare() {
        String message = assertThrows(UsageException.class, () -> new CompareJob(Settings.load(directory, null, Map.of()), print(out), print(err))).getMessage();
        assertTrue(message.contains("label.service-url"), message);
    }

    @Test
    void wordsAreComparedWithoutCaseAccentsAndPunctuationAndAsOftenAsTheyStandThere() {
        Words text = Words.of("Café  No. 7, no — 7!");
        assertEquals(5, text.size());
        assertEquals(List.of("7!"), text.without(Words.of("CAFE NO 7 NO")));
        assertEquals(2.0 * 4 / 9, text.score(Words.of("CAFE NO 7 NO")).f1(), 1e-9);
        assertEquals(1, Words.of("").score(Words.of(" ")).f1());
    }
}
