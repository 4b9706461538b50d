package io.labelrecognition.examples;

import io.labelrecognition.examples.Light.Shadow;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Photos drawn by the project itself: the samples in {@code examples/photos}, and quick labels for its tests. */
public final class SamplePhotos {
    static final List<Sample> ALL = List.of(
            new Sample("food-label-jar.jpg", FoodLabels::jar,
                    new Camera(750, 900, 0.62, -4, 6, -2, new Light(1.02, 0.5, -0.2, -0.1, Shadow.NONE, 0, 60), 0.8, 5, 11)),
            new Sample("food-label-nutrition.jpg", FoodLabels::nutrition,
                    new Camera(720, 900, 0.8, 13, -9, 4, new Light(0.95, 0.3, 0.3, -0.15, Shadow.HEAD, 0.45, 0), 0.8, 5, 12)),
            new Sample("food-label-tin.jpg", FoodLabels::tin,
                    new Camera(720, 720, 0.64, 5, 8, -6, new Light(0.65, 0.6, -0.5, -0.3, Shadow.NONE, 0, 25), 1.3, 9, 13)),
            new Sample("number-plate-long.jpg", NumberPlates::longPlate,
                    new Camera(900, 620, 0.66, 22, 10, -3, new Light(1, -0.4, 0.2, 0.2, Shadow.NONE, 0, 0), 1.1, 5, 21)),
            new Sample("number-plate-short.jpg", NumberPlates::shortPlate,
                    new Camera(880, 660, 0.74, -12, 14, 3, new Light(1, 0.1, 0.2, -0.3, Shadow.LEAVES, 0.5, 0), 0.8, 4, 22)),
            new Sample("price-tag-coffee.jpg", PriceTags::offer,
                    new Camera(720, 900, 0.78, -16, 5, 5, new Light(1, 0.4, -0.3, 0.1, Shadow.NONE, 0, 45), 0.7, 5, 31)),
            new Sample("price-tag-loaf.jpg", PriceTags::slate,
                    new Camera(880, 660, 0.72, 9, 15, -4, new Light(1.05, 0.3, 0.3, 0.1, Shadow.EDGE, 0.4, 0), 0.7, 4, 32)),
            new Sample("price-tag-milk.jpg", PriceTags::shelfEdge,
                    new Camera(900, 560, 0.84, 13, 12, 2, new Light(0.95, -0.3, -0.2, -0.3, Shadow.NONE, 0, 0), 0.9, 6, 33)),
            new Sample("street-sign-blades.jpg", StreetSigns::blades,
                    new Camera(880, 660, 0.62, -18, -12, 4, new Light(1.05, -0.2, 0.1, -0.4, Shadow.NONE, 0, 0), 0.8, 4, 41)),
            new Sample("street-sign-keep-clear.png", StreetSigns::twoLines,
                    new Camera(420, 420, 0.46, 14, -8, -3, new Light(1.05, 0.3, -0.3, 0.2, Shadow.LEAVES, 0.45, 0), 0.6, 3, 42)),
            new Sample("street-sign-orchard-lane.jpg", StreetSigns::namePlate,
                    new Camera(960, 640, 0.8, 20, -10, -3, new Light(1.05, 0.3, 0.25, 0, Shadow.EDGE, 0.5, 0), 0.8, 5, 43)));

    private static final int CAPITALS = 36;
    private static final int LEADING = 64;
    private static final int MARGIN = 48;

    private SamplePhotos() {
    }

    /**
     * Draws all samples anew, each with its text beside it.
     *
     * @param arguments the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Sample sample : ALL) {
            Files.write(folder.resolve(sample.name()), sample.photo());
            Files.writeString(folder.resolve(sample.textName()), sample.text());
        }
    }

    /**
     * A plain label, dark on light, capitals 36 pixels high: what a test wants that needs a photo and its text, quickly. The same lines
     * give the same bytes; no lines give an empty label.
     *
     * @param lines the lines of text, from top to bottom
     * @return the bytes of a JPEG file, sRGB
     */
    public static byte[] label(String... lines) {
        double widest = Arrays.stream(lines).mapToDouble(line -> Typeface.SANS.advance(line, CAPITALS)).max().orElse(0);
        int width = Math.max(320, (int) Math.ceil(widest) + 2 * MARGIN);
        int height = Math.max(160, lines.length * LEADING + 2 * MARGIN);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0xf4f2ec));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(0x202020));
        double baseline = (height - (lines.length - 1) * LEADING + CAPITALS) / 2.0;
        for (String line : lines) {
            double left = (width - Typeface.SANS.advance(line, CAPITALS)) / 2;
            graphics.fill(AffineTransform.getTranslateInstance(left, baseline).createTransformedShape(Typeface.SANS.outline(line, CAPITALS)));
            baseline += LEADING;
        }
        graphics.dispose();
        return ImageFile.jpeg(image, 0.9f);
    }
}
