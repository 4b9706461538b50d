package io.labelrecognition.ocr.format;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Picture;
import io.labelrecognition.ocr.Reading;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The read photo, for a person who wants to see what was read where: each line outlined along its box, with its text and how sure the reader is of it.
 * Outlines are light with a dark rim and texts stand on a ground of their own, so that both can be seen on any photo.
 */
public final class Preview {
    /** Larger photos are shown smaller. */
    private static final int LONGEST_SIDE = 1600;
    /** Smaller ones are shown larger, so that there is room for what is said of them. */
    private static final int SHORTEST_LONG_SIDE = 900;
    private static final double SURE = .9;
    private static final double DOUBTFUL = .7;
    private static final Color GROUND = new Color(0x14, 0x16, 0x1a, 0xe0);

    private Preview() {
    }

    /** The bytes of a PNG file. */
    public static byte[] of(Reading reading, Picture picture) {
        BufferedImage photo = picture.image();
        double longest = Math.max(photo.getWidth(), photo.getHeight());
        double shown = Math.max(SHORTEST_LONG_SIDE, Math.min(longest, LONGEST_SIDE)) / longest;
        int width = Math.max(1, (int) Math.round(photo.getWidth() * shown));
        int height = Math.max(1, (int) Math.round(photo.getHeight() * shown));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        try {
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.drawImage(photo, 0, 0, width, height, null);
            AffineTransform place = AffineTransform.getScaleInstance((double) width / reading.width(), (double) height / reading.height());
            reading.lines().forEach(line -> outline(pen, line, place));
            reading.lines().forEach(line -> say(pen, line, place, image));
        } finally {
            pen.dispose();
        }
        return Png.of(image);
    }

    private static Color colour(Line line) {
        return line.confidence() >= SURE ? new Color(0x6ee7a8) : line.confidence() >= DOUBTFUL ? new Color(0xffd166) : new Color(0xff8fa3);
    }

    private static void outline(Graphics2D pen, Line line, AffineTransform place) {
        Path2D box = new Path2D.Double();
        for (Point2D.Float corner : line.corners()) {
            if (box.getCurrentPoint() == null) {
                box.moveTo(corner.x, corner.y);
            } else {
                box.lineTo(corner.x, corner.y);
            }
        }
        box.closePath();
        Shape outline = place.createTransformedShape(box);
        pen.setColor(GROUND);
        pen.setStroke(new BasicStroke(4));
        pen.draw(outline);
        pen.setColor(colour(line));
        pen.setStroke(new BasicStroke(2));
        pen.draw(outline);
    }

    /** The text over the box, or in it where the picture ends above. */
    private static void say(Graphics2D pen, Line line, AffineTransform place, BufferedImage image) {
        double size = Math.max(11, Math.min(image.getWidth(), image.getHeight()) / 45.0);
        Shape text = Lettering.outline(line.text() + "  " + Math.round(100 * line.confidence()) + " %", size);
        Rectangle2D extent = text.getBounds2D();
        List<Point2D> corners = line.corners().stream().map(corner -> place.transform(corner, null)).toList();
        double left = corners.stream().mapToDouble(Point2D::getX).min().orElse(0);
        double top = corners.stream().mapToDouble(Point2D::getY).min().orElse(0);
        double boxHeight = 1.5 * size;
        double boxWidth = extent.getWidth() + size;
        left = Math.max(0, Math.min(left, image.getWidth() - boxWidth));
        top = top < boxHeight ? top : top - boxHeight;
        pen.setColor(GROUND);
        pen.fill(new Rectangle2D.Double(left, top, boxWidth, boxHeight));
        pen.setColor(colour(line));
        pen.fill(AffineTransform.getTranslateInstance(left + size / 2 - extent.getX(), top + 1.1 * size).createTransformedShape(text));
    }
}
