package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import io.labelrecognition.ocr.format.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Prints how well small lettering in wide scenes is read: photos of one half of them, four, four smaller or nine in a picture, each photo in two
 * pictures among others. In what order the photos are read is chance, so words alone count.
 */
public final class Mosaics {
    private static final int TIMES = 2;
    private static final int MARGIN = 10;

    private Mosaics() {
    }

    private enum Mosaic {
        FOUR_OF_640_BY_480(2, 640, 480), FOUR_OF_480_BY_360(2, 480, 360), NINE_OF_640_BY_480(3, 640, 480);

        private final int side;
        private final int width;
        private final int height;

        Mosaic(int side, int width, int height) {
            this.side = side;
            this.width = width;
            this.height = height;
        }

        byte[] of(List<Path> photos) throws IOException, UnreadablePhotoException {
            BufferedImage picture = new BufferedImage(side * width, side * height, BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D pen = picture.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            pen.setColor(Color.GRAY);
            pen.fillRect(0, 0, picture.getWidth(), picture.getHeight());
            for (int i = 0; i < photos.size(); i++) {
                BufferedImage photo = LabelReader.picture(Files.readAllBytes(photos.get(i)), ReadingOptions.DEFAULT).image();
                double scale = Math.min((width - 2.0 * MARGIN) / photo.getWidth(), (height - 2.0 * MARGIN) / photo.getHeight());
                // halved until bicubic sampling leaves out no pixel
                for (; scale < .5; scale *= 2) {
                    photo = scaled(photo, photo.getWidth() / 2, photo.getHeight() / 2);
                }
                pen.drawImage(photo, i % side * width + MARGIN, i / side * height + MARGIN, (int) (photo.getWidth() * scale), (int) (photo.getHeight() * scale), null);
            }
            pen.dispose();
            return Png.of(picture);
        }

        private static BufferedImage scaled(BufferedImage photo, int width, int height) {
            BufferedImage scaled = new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D pen = scaled.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.drawImage(photo, 0, 0, scaled.getWidth(), scaled.getHeight(), null);
            pen.dispose();
            return scaled;
        }
    }

    public static void main(String[] args) throws Exception {
        List<Path> photos = Photos.in(Path.of(args[0]));
        System.out.println("| pictures | F1 | F1 tuning | F1 validation |\n|---|---|---|---|");
        try (LabelReader reader = LabelReader.open()) {
            for (Mosaic mosaic : Mosaic.values()) {
                Map<Half, Score> scores = new EnumMap<>(Half.class);
                for (Half half : Half.values()) {
                    Score score = Score.NONE;
                    for (List<Path> some : parts(photos.stream().filter(photo -> Half.of(photo) == half).toList(), mosaic.side * mosaic.side)) {
                        score = score.plus(Score.of(truth(some), reader.read(mosaic.of(some), ReadingOptions.DEFAULT).text()));
                    }
                    scores.put(half, score);
                }
                Score tuning = scores.get(Half.TUNING);
                Score validation = scores.get(Half.VALIDATION);
                System.out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.3f |%n", mosaic.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        tuning.plus(validation).f1(), tuning.f1(), validation.f1());
            }
        }
        System.exit(0);
    }

    /** The photos shuffled, so many together; those left over are in no picture. */
    private static List<List<Path>> parts(List<Path> photos, int each) {
        List<List<Path>> parts = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            List<Path> shuffled = new ArrayList<>(photos);
            Collections.shuffle(shuffled, new Random(time));
            for (int from = 0; from + each <= shuffled.size(); from += each) {
                parts.add(shuffled.subList(from, from + each));
            }
        }
        return parts;
    }

    private static Truth truth(List<Path> photos) throws IOException {
        List<Truth.Word> words = new ArrayList<>();
        Set<String> excused = new LinkedHashSet<>();
        List<Truth.Excuse> patterns = new ArrayList<>();
        for (Path photo : photos) {
            Truth truth = Truth.of(photo);
            words.addAll(truth.words());
            excused.addAll(truth.excused());
            patterns.addAll(truth.patterns());
        }
        return new Truth(words, excused, patterns);
    }
}
