package io.labelrecognition.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What tests of other rooms leave in the journal of an application that is not running. */
public final class JournalFolder {
    private JournalFolder() {
    }

    private static Path log(Path folder) {
        return folder.resolve("tasks.log");
    }

    private static List<LogLine> lines(Path folder) throws IOException {
        return !Files.exists(log(folder)) ? List.of() : Files.readAllLines(log(folder)).stream()
                .map(line -> LogLine.parse(line.getBytes(StandardCharsets.UTF_8))).filter(Objects::nonNull).toList();
    }

    /** The photo that was put down first was in this state when the application was killed. */
    public static void killedWhen(Path folder, TaskRecord.State state, String taskId) throws IOException {
        add(folder, new TaskRecord(state, Instant.now().toString(), taskId, null, null, null, null, null, null).toJson());
    }

    /** How far the photos had come that nobody had a result of yet; a line that a kill has cut short says nothing. */
    public static List<TaskRecord.State> undelivered(Path folder) throws IOException {
        Map<String, LogLine> last = new LinkedHashMap<>();
        lines(folder).forEach(line -> last.put(line.key(), line));
        List<TaskRecord.State> states = new ArrayList<>();
        for (LogLine line : last.values()) {
            if (!line.value().equals(LogLine.FORGOTTEN) && !line.value().equals(LogLine.AS_BEFORE)) {
                states.add(TaskRecord.parse(line.value()).state());
            }
        }
        return states;
    }

    /** @param value of the photo that was put down first; one line */
    public static void add(Path folder, String value) throws IOException {
        String key = lines(folder).get(0).key();
        Files.write(log(folder), new LogLine(key, 0, value).toBytes(), StandardOpenOption.APPEND);
    }
}
