package io.labelrecognition.ocr.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnpackedLibrariesTest {
    @Test
    void whatAKilledProcessLeftIsSweptAndWhatIsBeingUnpackedIsNot() throws Exception {
        Path left = Files.createTempDirectory("onnxruntime-java");
        Files.writeString(left.resolve("libonnxruntime.so"), "a library");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        Path fresh = Files.createTempDirectory("onnxruntime-java");
        try {
            UnpackedLibraries.sweep();

            assertFalse(Files.exists(left));
            assertTrue(Files.exists(fresh));
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
