package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;

import io.labelrecognition.client.ScriptedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The application, watching an inbox below a temporary folder, with a {@link ScriptedService} for its service. */
final class WatchedFolders implements AutoCloseable {
    final Path inbox;
    final Path outbox;
    final Path done;
    final Path failed;
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private Application application;

    /** Settings as variables, name and value in turn. */
    WatchedFolders(Path directory, ScriptedService service, String... variables) {
        this.directory = directory;
        inbox = directory.resolve("inbox");
        outbox = directory.resolve("outbox");
        done = directory.resolve("done");
        failed = directory.resolve("failed");
        environment.putAll(Map.of("LABEL_INBOX", inbox.toString(), "LABEL_OUTBOX", outbox.toString(), "LABEL_DONE", done.toString(),
                "LABEL_FAILED", failed.toString(), "LABEL_JOURNAL", directory.resolve("journal").toString(), "LABEL_SETTLE", "100ms",
                "LABEL_SERVICE_URL", service.url(), "LABEL_CLIENT_ID", ScriptedService.CLIENT_ID,
                "LABEL_CLIENT_SECRET", ScriptedService.CLIENT_SECRET));
        // a server less to start, where nobody looks
        environment.put("LABEL_PAGE", "false");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
    }

    WatchedFolders set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With the page, at any free port. */
    WatchedFolders withPage() {
        return set("LABEL_PAGE", "true").set("LABEL_LOCAL_PORT", "0");
    }

    CamelContext start() throws UsageException {
        application = new Application(Settings.load(directory, null, environment), Application.Job.WATCH);
        return application.start();
    }

    /** The address of the page, once it is shown. */
    String awaitPage() {
        return await().until(application::pageUrl, Objects::nonNull);
    }

    /** A photo that appears whole; its name may hold folders. */
    Path drop(String name, String content) throws IOException {
        Path photo = inbox.resolve(name);
        Files.createDirectories(photo.getParent());
        Path hidden = Files.createTempFile(directory, "photo", "");
        Files.writeString(hidden, content);
        return Files.move(hidden, photo);
    }

    /** Every file of a folder with its content, by its name below the folder; the application's own dot files left out. */
    static Map<String, String> files(Path folder) {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                String name = folder.relativize(file).toString();
                if (Files.isRegularFile(file) && !name.matches("(.*/)?\\.[^./][^/]*(/.*)?")) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // moved away just now: looked at again
            return Map.of("?", e.toString());
        }
        return files;
    }

    /** Waits until this is all that lies in a folder, name and content in turn. */
    static void awaitFiles(Path folder, String... namesAndContents) {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            expected.put(namesAndContents[i], namesAndContents[i + 1]);
        }
        await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> org.junit.jupiter.api.Assertions.assertEquals(expected, files(folder)));
    }

    void stop() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
