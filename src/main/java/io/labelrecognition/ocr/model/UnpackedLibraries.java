package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries that ONNX Runtime unpacks into {@code onnxruntime-java…} in the temporary directory at each start. It deletes them at
 * the end, but never their folder, and after a kill 28 MB stay behind. Where a loaded library needs no file any more, both can go at once.
 */
public final class UnpackedLibraries {
    private static final Path LOADED = Path.of("/proc/self/maps");

    private UnpackedLibraries() {
    }

    /** Deletes what this process has unpacked and loaded; does nothing where the system does not tell what is loaded. */
    public static void delete() {
        if (!Files.isReadable(LOADED)) {
            return;
        }
        try (Stream<String> lines = Files.lines(LOADED)) {
            Set<Path> libraries = lines.filter(line -> line.contains("/onnxruntime-java") && !line.endsWith("(deleted)"))
                    .map(line -> Path.of(line.substring(line.indexOf('/')))).collect(Collectors.toSet());
            for (Path library : libraries) {
                Files.deleteIfExists(library);
            }
            for (Path library : libraries) {
                Files.deleteIfExists(library.getParent());
            }
        } catch (IOException | RuntimeException left) {
            // somebody else's files, or not empty: they stay, as they would have without us
        }
    }
}
