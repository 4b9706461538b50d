package io.labelrecognition.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Folders and a port of the test's own, set as a user would set them. */
public final class WatchedFolders implements QuarkusTestResourceLifecycleManager {
    private Path folder;

    @Override
    public Map<String, String> start() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            folder = Files.createTempDirectory("labels");
            String port = Integer.toString(free.getLocalPort());
            return Map.of(
                    "label.inbox", folder.resolve("inbox").toString(),
                    "label.outbox", folder.resolve("outbox").toString(),
                    "label.done", folder.resolve("done").toString(),
                    "label.failed", folder.resolve("failed").toString(),
                    "label.journal", folder.resolve("journal").toString(),
                    "label.settle", "100ms",
                    "label.local-port", port,
                    "quarkus.http.test-port", port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
