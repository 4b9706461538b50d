package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints how well photos are read that were taken sideways, upside down or far from level: each line as it is found, and with a second look at the
 * photo turned as its text runs.
 */
public final class Turned {
    private static final int[] DEGREES = {0, 20, 30, 45, 90, 180, 270};

    private Turned() {
    }

    public static void main(String[] args) throws Exception {
        List<Path> photos = Photos.in(Path.of(args[0]));
        System.out.println(Retakes.TITLE);
        print("line by line", EnumSet.complementOf(EnumSet.of(Method.STRAIGHTENED)), photos);
        print("straightened", EnumSet.allOf(Method.class), photos);
        System.exit(0);
    }

    private static void print(String how, Set<Method> methods, List<Path> photos) throws IOException, UnreadablePhotoException {
        try (LabelReader reader = LabelReader.open(Runtime.getRuntime().availableProcessors(), methods)) {
            for (int degrees : DEGREES) {
                ReadingOptions turned = new ReadingOptions(true, false, false, degrees, List.of(), ReadingOptions.AreaConfidence.MID);
                Map<Half, Score> scores = new EnumMap<>(Half.class);
                for (Path photo : photos) {
                    scores.merge(Half.of(photo), Score.of(Truth.of(photo), reader.read(Files.readAllBytes(photo), turned).text()), Score::plus);
                }
                System.out.println(Retakes.row("turned by " + degrees + ", " + how, scores));
            }
        }
    }
}
