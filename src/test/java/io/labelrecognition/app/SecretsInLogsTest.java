package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.Patience;
import io.labelrecognition.client.ScriptedService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the standalone logs when somebody looks closely: a process of its own, because levels are read once in a process. */
class SecretsInLogsTest {
    /** Whatever becomes of the rest where it is encoded. */
    private static final String MARK = "s3cr3t-value";
    private static final String SECRET = MARK + "+&%x";
    private static final String PHOTO = "a photo that is nobody's business";
    /** What the README says of DEBUG. */
    private static final Set<String> TELLTALES = Set.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers",
            "org.apache.camel.component.properties.DefaultPropertiesParser");
    private static final Pattern LINE = Pattern.compile("\\S+ (TRACE|DEBUG|INFO|WARN|ERROR) (\\S+) - .*");

    private String format = "text";

    @TempDir
    private Path directory;

    @Test
    void atDebugNobodyWritesOne() throws Exception {
        assertEquals(Set.of(), loggersWithSecrets("debug", "io.labelrecognition", "label-recognition", "org.apache.camel", "org.apache.hc"));
    }

    @Test
    void atDebugNobodyWritesOneInJson() throws Exception {
        format = "json";
        assertEquals(Set.of(), loggersWithSecrets("debug", "io.labelrecognition", "label-recognition", "org.apache.camel", "org.apache.hc"));
    }

    @Test
    void onlyTheLoggersThatTheReadmeNamesWriteThemAtDebug() throws Exception {
        assertEquals(TELLTALES, loggersWithSecrets("debug", TELLTALES.toArray(String[]::new)));
    }

    @Test
    void ourOwnLoggersWriteNoneAtAnyLevel() throws Exception {
        Set<String> found = loggersWithSecrets("trace", "io.labelrecognition", "label-recognition");
        assertTrue(found.stream().noneMatch(logger -> logger.startsWith("io.labelrecognition") || logger.startsWith("label-")), found::toString);
    }

    /** Reads a photo, fails at another, and is refused a call, with this level for all loggers and for those named. */
    private Set<String> loggersWithSecrets(String level, String... named) throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            service.clientSecret = SECRET;
            drop("read.png");
            Process process = start(service, level, named);
            try {
                awaitFile("done/read.png");
                service.onPost.add(ScriptedService.reply(401, "application/json", "{}"));
                service.onPost.add(ScriptedService.reply(400, "application/json", "{}"));
                drop("refused.png");
                awaitFile("failed/refused.png");
            } finally {
                process.destroy();
            }
            assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
            Set<String> secrets = new TreeSet<>(service.tokens);
            assertEquals(2, secrets.size());
            String photo = Base64.getEncoder().encodeToString(PHOTO.getBytes(StandardCharsets.UTF_8));
            secrets.addAll(Set.of(MARK, PHOTO, photo.substring(0, 40)));
            return loggersThatWrote(secrets, level);
        }
    }

    private Process start(ScriptedService service, String level, String... named) throws IOException {
        String prefix = "-Dorg.slf4j.simpleLogger.";
        List<String> levels = new ArrayList<>(List.of(prefix + "showLogName=true", prefix + "defaultLogLevel=" + level));
        Stream.of(named).map(logger -> prefix + "log." + logger + "=" + level).forEach(levels::add);
        ProcessBuilder builder = ApplicationJvm.builder(directory, levels).redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        builder.environment().putAll(Map.of("LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID,
                "LABEL_CLIENT_SECRET", SECRET, "LABEL_SETTLE", "100ms", "LABEL_LOG_FORMAT", format, "LABEL_PAGE", "false"));
        return builder.start();
    }

    private void drop(String name) throws IOException {
        Path part = Files.writeString(directory.resolve(name), PHOTO + name);
        Files.move(part, Files.createDirectories(directory.resolve("inbox")).resolve(name));
    }

    private void awaitFile(String name) {
        await().until(() -> Files.exists(directory.resolve(name)));
    }

    private Set<String> loggersThatWrote(Set<String> secrets, String level) throws IOException {
        Set<String> loggers = new TreeSet<>();
        String logger = "standard output";
        boolean wasAsLoudAsTold = false;
        for (String line : Files.readAllLines(directory.resolve("log"), StandardCharsets.UTF_8)) {
            Matcher first = LINE.matcher(line);
            if (line.startsWith("{\"timestamp\"")) {
                JsonNode said = new ObjectMapper().readTree(line);
                logger = said.get("loggerName").asText();
                wasAsLoudAsTold |= said.get("level").asText().equalsIgnoreCase(level);
            } else if (first.matches()) {
                logger = first.group(2);
                wasAsLoudAsTold |= first.group(1).equalsIgnoreCase(level);
            }
            if (secrets.stream().anyMatch(line::contains)) {
                loggers.add(logger);
            }
        }
        assertTrue(wasAsLoudAsTold);
        return loggers;
    }
}
