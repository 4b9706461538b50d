package io.labelrecognition.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Labels by the hundred that a program drew, for measuring: kinds of lettering ({@link DrawnKind}), each under cameras and lights of its own,
 * with the text that stands on them. The same seed gives the same photo. No threshold of a reader is chosen on them, so that they show what
 * a change does to lettering that it was not made for.
 */
public final class DrawnLabels {
    private static final float QUALITY = 0.85f;

    private DrawnLabels() {
    }

    /**
     * Draws labels of each kind, {@code KIND-SEED.jpg} in a folder of the kind's name, and beside each its text as {@code KIND-SEED.ann}: words between white
     * space, and {@code #4_99} for pieces that may be read joined or apart.
     *
     * @param folder where to; it is made
     * @param each   how many of a kind
     * @param first  seed of the first
     */
    public static void draw(Path folder, int each, long first) throws IOException {
        for (DrawnKind kind : DrawnKind.values()) {
            Files.createDirectories(folder.resolve(kind.folder()));
        }
        IntStream.range(0, each * DrawnKind.values().length).parallel()
                .forEach(i -> draw(folder, DrawnKind.values()[i / each], first + i % each));
    }

    private static void draw(Path folder, DrawnKind kind, long seed) {
        Scene scene = kind.scene(seed);
        String name = kind.folder() + "-" + seed;
        try {
            Files.write(folder.resolve(kind.folder()).resolve(name + ".jpg"), ImageFile.jpeg(kind.camera(seed).photograph(scene), QUALITY));
            Files.writeString(folder.resolve(kind.folder()).resolve(name + ".ann"), kind.annotation(scene));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
