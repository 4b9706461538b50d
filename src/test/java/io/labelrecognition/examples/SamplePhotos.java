package io.labelrecognition.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Photos drawn by the project itself: quick labels for its tests. */
public final class SamplePhotos {
    private static final int CAPITALS = 36;
    private static final int LEADING = 64;
    private static final int MARGIN = 48;

    private SamplePhotos() {
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
