package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.ReadingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints of the words read with a confidence how many are right, on each half of the photos. */
public final class Reliability {
    private static final double[] FROM = {0, .5, .7, .8, .9, .95};

    private Reliability() {
    }

    /** Words read with a like confidence. */
    private static final class Band {
        private int words;
        private int right;
        private double sum;
    }

    public static void main(String[] args) throws Exception {
        Map<Half, Band[]> bands = new EnumMap<>(Half.class);
        for (Half half : Half.values()) {
            bands.put(half, new Band[FROM.length]);
            for (int i = 0; i < FROM.length; i++) {
                bands.get(half)[i] = new Band();
            }
        }
        try (LabelReader reader = LabelReader.open()) {
            for (Path photo : Photos.in(Path.of(args[0]))) {
                count(Truth.of(photo), reader.read(Files.readAllBytes(photo), ReadingOptions.DEFAULT).lines(), bands.get(Half.of(photo)));
            }
        }
        System.out.println("| confidence | words, tuning | mean | right | words, validation | mean | right |\n|---|---|---|---|---|---|---|");
        for (int i = 0; i < FROM.length; i++) {
            System.out.println("| " + FROM[i] + " and more | " + row(bands.get(Half.TUNING)[i]) + " | " + row(bands.get(Half.VALIDATION)[i]) + " |");
        }
        System.exit(0);
    }

    private static String row(Band band) {
        return band.words == 0 ? "0 | |" : String.format(Locale.ROOT, "%d | %.2f | %.2f", band.words, band.sum / band.words, (double) band.right / band.words);
    }

    /** The surest reading of a word is the one that stands there; words that count neither way do not count here. */
    private static void count(Truth truth, List<Line> lines, Band[] bands) {
        List<Line> surest = new ArrayList<>(lines);
        surest.sort((a, b) -> Double.compare(b.confidence(), a.confidence()));
        List<String> read = new ArrayList<>();
        int found = 0;
        int counted = 0;
        for (Line line : surest) {
            for (String word : Truth.words(line.text())) {
                read.add(word);
                Score score = Score.of(truth, String.join(" ", read));
                boolean counts = score.found() + score.invented() > counted || score.found() > found;
                if (counts) {
                    Band band = bands[band(line.confidence())];
                    band.words++;
                    band.right += score.found() > found ? 1 : 0;
                    band.sum += line.confidence();
                }
                found = score.found();
                counted = score.found() + score.invented();
            }
        }
    }

    private static int band(double confidence) {
        int band = 0;
        while (band + 1 < FROM.length && confidence >= FROM[band + 1]) {
            band++;
        }
        return band;
    }
}
