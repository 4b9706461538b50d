package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassArchiveTest {
    private static final Path ARCHIVE = Path.of("/app/label-recognition.jsa");

    @Test
    void theArchiveIsNamedBesideWhatTheUserSaid() {
        assertEquals(List.of("java", "-XX:SharedArchiveFile=/app/label-recognition.jsa", "-Xlog:cds*=off", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dlabel.inbox=a b",
                "-jar", "label-recognition.jar", "-XX:SharedArchiveFile.jpg", ""),
                command(Map.of(), "java", "-Xmx256m", "-Dlabel.inbox=a b", "-jar", "label-recognition.jar", "-XX:SharedArchiveFile.jpg", ""));
    }

    @Test
    void whereNothingIsSaidOfMemoryTheHeapStaysSmall() {
        assertEquals(List.of("java", "-XX:SharedArchiveFile=/app/label-recognition.jsa", "-Xlog:cds*=off", "-XX:+UseSerialGC", "-Xms64m",
                "-XX:TieredStopAtLevel=1", "-jar", "x.jar"),
                command(Map.of(), "java", "-jar", "x.jar"));
        assertFalse(command(Map.of(), "java", "-XX:MaxRAMPercentage=50", "-jar", "x.jar").contains("-Xms64m"));
    }

    @Test
    void whatIsSaidOfCompilersStands() {
        assertFalse(command(Map.of(), "java", "-XX:+TieredCompilation", "-jar", "x.jar").contains("-XX:TieredStopAtLevel=1"));
        assertFalse(command(Map.of(), "java", "-Xint", "-jar", "x.jar").contains("-XX:TieredStopAtLevel=1"));
    }

    @Test
    void aProcessStartsOverOnce() {
        assertNull(command(Map.of(), "java", "-XX:SharedArchiveFile=/app/label-recognition.jsa", "-jar", "label-recognition.jar"));
    }

    @Test
    void anAgentIsNotStartedTwice() {
        assertNull(command(Map.of(), "java", "-javaagent:metrics.jar", "-jar", "label-recognition.jar"));
        assertNull(command(Map.of("JAVA_TOOL_OPTIONS", "-javaagent:metrics.jar"), "java", "-jar", "label-recognition.jar"));
        assertNull(command(Map.of(), "java", "@options", "-jar", "label-recognition.jar"));
    }

    @Test
    void anotherStartThanTheLaunchersStaysAsItIs() {
        assertNull(command(Map.of(), "java", "-cp", "a:b", "io.labelrecognition.app.LabelRecognition"));
    }

    @Test
    void theArchiveLiesBesideTheLauncher() {
        assertEquals(Path.of("/app/label-recognition.jsa"), ClassArchive.archive("/app/label-recognition.jar"));
    }

    private static List<String> command(Map<String, String> environment, String... arguments) {
        byte[] line = (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.UTF_8);
        List<byte[]> command = ClassArchive.command(line, ARCHIVE, environment, "UTF-8");
        return command == null ? null : command.stream().map(argument -> new String(argument, StandardCharsets.UTF_8)).toList();
    }
}
