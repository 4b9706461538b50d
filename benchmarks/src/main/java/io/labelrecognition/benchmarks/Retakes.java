package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import io.labelrecognition.ocr.format.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how well photos are read that were taken again: as they are, a tenth smaller, an eighth larger, and tilted and a little darker. Whether a faint
 * word is found on one photo is chance; what a threshold is worth shows in all four.
 */
public final class Retakes {
    static final String TITLE = "| photos | F1 | CER | F1 tuning | CER tuning | F1 validation | CER validation |\n|---|---|---|---|---|---|---|";

    private Retakes() {
    }

    private enum Retake {
        AS_IT_IS(1, 0, 1), SMALLER(.9, 0, 1), LARGER(1.12, 0, 1), TILTED(1, Math.toRadians(1.7), .92f);

        private final double scale;
        private final double tilt;
        private final float light;

        Retake(double scale, double tilt, float light) {
            this.scale = scale;
            this.tilt = tilt;
            this.light = light;
        }

        byte[] of(Path photo) throws IOException, UnreadablePhotoException {
            byte[] bytes = Files.readAllBytes(photo);
            return this == AS_IT_IS ? bytes : Png.of(drawn(LabelReader.picture(bytes, ReadingOptions.DEFAULT).image()));
        }

        private BufferedImage drawn(BufferedImage image) {
            int width = (int) Math.round(image.getWidth() * scale);
            int height = (int) Math.round(image.getHeight() * scale);
            BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D pen = drawn.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            pen.setColor(Color.GRAY);
            pen.fillRect(0, 0, width, height);
            AffineTransform turned = AffineTransform.getRotateInstance(tilt, width / 2.0, height / 2.0);
            turned.scale(scale, scale);
            pen.drawImage(image, turned, null);
            pen.setColor(new Color(0, 0, 0, 1 - light));
            pen.fillRect(0, 0, width, height);
            pen.dispose();
            return drawn;
        }
    }

    public static void main(String[] args) throws Exception {
        List<Path> photos = Photos.in(Path.of(args[0]));
        System.out.println(TITLE);
        Map<Half, Score> all = new EnumMap<>(Half.class);
        try (LabelReader reader = LabelReader.open()) {
            for (Retake retake : Retake.values()) {
                Map<Half, Score> scores = new EnumMap<>(Half.class);
                for (Path photo : photos) {
                    Score score = Score.of(Truth.of(photo), reader.read(retake.of(photo), ReadingOptions.DEFAULT).text());
                    scores.merge(Half.of(photo), score, Score::plus);
                    all.merge(Half.of(photo), score, Score::plus);
                }
                System.out.println(row(retake.name().toLowerCase(Locale.ROOT).replace('_', ' '), scores));
            }
        }
        System.out.println(row("all four", all));
        System.exit(0);
    }

    static String row(String name, Map<Half, Score> scores) {
        Score tuning = scores.getOrDefault(Half.TUNING, Score.NONE);
        Score validation = scores.getOrDefault(Half.VALIDATION, Score.NONE);
        Score both = tuning.plus(validation);
        return String.format(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |", name, both.f1(), both.characterErrorRate(),
                tuning.f1(), tuning.characterErrorRate(), validation.f1(), validation.characterErrorRate());
    }
}
