package io.labelrecognition.client.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.store.TaskRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal as version 1.0 had it: a file {@code KEY.task.json} for each entry that had come to rest, and logs {@code .log-N} of what was
 * on its way, the later line before the earlier. It is read once, and goes when all of it is in the new one.
 */
final class FormerJournal {
    private static final String SUFFIX = ".task.json";
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}\\.task\\.json");
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\+?)(\\{.*})?");
    private static final Logger LOG = LoggerFactory.getLogger(FormerJournal.class);
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path folder;

    FormerJournal(Path folder) {
        this.folder = folder;
    }

    /** @param keptUntil how long it may serve the same photo again; null until somebody has had what came of it */
    private record Entry(TaskRecord record, String keptUntil) {
        Instant at() {
            return Instant.parse(record.at());
        }

        long until() {
            if (keptUntil != null) {
                return Instant.parse(keptUntil).toEpochMilli();
            }
            return record.state() == State.SENT ? at().plus(TaskStore.RESULTS_KEPT).toEpochMilli() : 0;
        }
    }

    /** @param isFiled whether the entry's file says the same, or something later */
    private record Logged(Entry entry, boolean isFiled) {
    }

    /** A kill in the midst of it does no harm: the next start does it again. */
    void carryOver(TaskLog journal) throws IOException {
        for (Path part : files(".log-*.part")) {
            Files.delete(part);
        }
        List<Path> logs = files(".log-*");
        logs.sort(Comparator.comparing((Path log) -> log.getFileName().toString().length()).thenComparing(Path::getFileName));
        Map<String, Logged> logged = new LinkedHashMap<>();
        for (Path log : logs) {
            read(log, logged);
        }
        List<Path> files = files("*" + SUFFIX);
        files.removeIf(file -> !ENTRY.matcher(file.getFileName().toString()).matches());
        for (Path file : files) {
            String name = file.getFileName().toString();
            String key = name.substring(0, name.length() - SUFFIX.length());
            Entry entry = parse(Files.readString(file));
            Logged last = logged.remove(key);
            boolean isOlder = last != null && last.entry() != null && (!last.isFiled() || entry == null || entry.at().isBefore(last.entry().at()));
            if (entry == null) {
                setAside(file, "An entry");
            }
            put(journal, key, isOlder ? last.entry() : entry);
        }
        for (Map.Entry<String, Logged> entry : logged.entrySet()) {
            put(journal, entry.getKey(), entry.getValue().entry());
        }
        if (!files.isEmpty() || !logs.isEmpty()) {
            journal.force();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            for (Path log : logs) {
                Files.deleteIfExists(log);
            }
            LOG.info("The journal {} was carried over from that of an earlier version", folder);
        }
    }

    private List<Path> files(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        return found;
    }

    private static void put(TaskLog journal, String key, Entry entry) throws IOException {
        if (entry != null) {
            journal.putUnforced(new LogLine(key, entry.until(), entry.record().toJson()));
        }
    }

    /** The first line is a mark of the machine's start; the last may be cut. */
    private void read(Path log, Map<String, Logged> logged) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        boolean isDamaged = lines.isEmpty() || !lines.get(0).matches("[\\w-]{0,64}");
        for (int i = 1; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (line.matches()) {
                Entry entry = line.group(3) == null ? null : parse(new String(line.group(3).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                logged.put(line.group(1), new Logged(entry, !line.group(2).isEmpty() || line.group(3) == null));
                isDamaged |= entry == null && line.group(3) != null;
            } else {
                isDamaged |= i < lines.size() - 1;
            }
        }
        if (isDamaged) {
            setAside(log, "A log");
        }
    }

    private void setAside(Path file, String what) throws IOException {
        Path aside = folder.resolve(file.getFileName().toString().replaceFirst("^\\.", "") + ".unreadable");
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        LOG.warn("{} of the journal could not be read (half-written, or damaged) and was set aside as {}: what it said was being sent or read"
                + " may be sent again", what, aside);
    }

    /** Null for what is no entry. */
    private static Entry parse(String json) {
        try {
            JsonNode read = JSON.readTree(json);
            Entry entry = new Entry(JSON.treeToValue(read, TaskRecord.class).checked(), read.path("keptUntil").asText(null));
            // its times are times
            entry.at();
            entry.until();
            return entry;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
