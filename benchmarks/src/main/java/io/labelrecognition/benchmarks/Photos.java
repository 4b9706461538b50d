package io.labelrecognition.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The photos of a folder of which the text is known. */
final class Photos {
    private Photos() {
    }

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> photos = files.filter(file -> file.toString().matches("(?i).*\\.(jpe?g|png|bmp|gif|tiff?|webp)"))
                    .filter(Photos::isKnown).sorted().toList();
            if (photos.isEmpty()) {
                throw new IOException("no photos with a NAME.txt or NAME.ann beside them in " + folder);
            }
            return photos;
        }
    }

    private static boolean isKnown(Path photo) {
        try {
            return Truth.of(photo) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
