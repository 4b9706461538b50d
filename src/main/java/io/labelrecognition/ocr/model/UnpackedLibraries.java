package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries that ONNX Runtime unpacks into {@code onnxruntime-java…} in the temporary directory at each start. It deletes them at
 * the end, but never their folder, and after a kill 28 MB stay behind. Where a loaded library needs no file any more, both can go at once.
 */
public final class UnpackedLibraries {
    private static final Duration UNPACKING = Duration.ofMinutes(10);
    private static final Path LOADED = Path.of("/proc/self/maps");

    private UnpackedLibraries() {
    }

    /**
     * Deletes what other processes have left that were killed while they unpacked, at least ten minutes ago: whoever still lives has
     * loaded its libraries by then, and a loaded one needs no file.
     */
    public static void sweep() {
        if (!Files.isReadable(LOADED)) {
            return;
        }
        FileTime old = FileTime.from(Instant.now().minus(UNPACKING));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "onnxruntime-java*")) {
            for (Path folder : folders) {
                sweep(folder, old);
            }
        } catch (IOException | RuntimeException left) {
            // no such folder, or not ours to look into
        }
    }

    private static void sweep(Path folder, FileTime old) {
        try {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.getLastModifiedTime(folder).compareTo(old) < 0) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                    for (Path file : files) {
                        Files.deleteIfExists(file);
                    }
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException | RuntimeException left) {
            // somebody else's
        }
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
