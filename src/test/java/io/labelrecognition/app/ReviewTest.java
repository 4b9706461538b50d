package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.ScriptedService;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photos of which the service is not sure. */
class ReviewTest {
    @TempDir
    private Path directory;

    private String logOf(String photo, String reviewBelow, String... headers) throws Exception {
        try (ScriptedService service = new ScriptedService(); CapturedOutput output = new CapturedOutput();
             WatchedFolders folders = new WatchedFolders(directory, service, "LABEL_REVIEW_BELOW", reviewBelow)) {
            service.onGet.add(ScriptedService.reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
                    + "\"results\":[{\"type\":\"Text\",\"data\":\"VEVYVA==\"}],\"error\":null}", headers));
            folders.drop(photo, "A");
            folders.start();
            WatchedFolders.awaitFiles(folders.done, photo, "A");
            WatchedFolders.awaitFiles(folders.outbox, photo + ".txt", "TEXT\n");
            return output.toString().lines().filter(line -> line.contains(photo + " read, from ")).findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0.5, true", "0.8, 0.79, true", "0.8, 0.8, false", "1, 0.99, true", "0, 0, false", "'', 0.1, false"})
    void areNamedWhereALineIsLessSureThanAsked(String reviewBelow, String sureness, boolean named) throws Exception {
        String line = logOf("unsure.png", reviewBelow, "Label-Confidence", "0.9", "Label-Min-Confidence", sureness);
        assertEquals(named, line.contains("to be reviewed: confidence " + sureness), line);
        assertTrue(line.matches(".* unsure\\.png read, from [^:]+: \\d+\\.\\d s, 2 calls, confidence 0\\.9(; to be .*)?"), line);
    }

    @Test
    void areNotNamedWhereItDoesNotSay() throws Exception {
        String line = logOf("silent.png", "0.8");
        assertFalse(line.contains("review") || line.contains("confidence"), line);
    }
}
