package io.labelrecognition.examples;

import com.google.zxing.oned.EAN13Writer;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A plane with something on it, seen straight on and in even light, before a camera looks at it. It remembers what was written on it, so
 * that the picture and its text cannot disagree: write in the order in which a person reads.
 */
final class Scene {
    static final int WIDTH = 1600;
    static final int HEIGHT = 1200;
    /** The middle of the scene, where the camera looks. */
    static final int X = WIDTH / 2;
    static final int Y = HEIGHT / 2;

    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D graphics = image.createGraphics();
    private final List<String> text = new ArrayList<>();

    Scene(Surface behind) {
        behind.paint(image);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    BufferedImage image() {
        return image;
    }

    /** The lines written so far. */
    List<String> text() {
        return List.copyOf(text);
    }

    /** Writes a line around x, the feet of its letters at y. */
    void centred(String line, Typeface typeface, double capitals, double x, double y, int colour) {
        left(line, typeface, capitals, x - typeface.advance(line, capitals) / 2, y, colour);
    }

    /** Writes a line from x on, the feet of its letters at y. */
    void left(String line, Typeface typeface, double capitals, double x, double y, int colour) {
        fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(typeface.outline(line, capitals)), colour);
        text.add(line);
    }

    /**
     * Writes a line along a circle, in the middle of its top or, the letters upright as well, of its bottom.
     *
     * @param radius of the circle that the feet of the letters stand on; negative for the bottom
     */
    void arched(String line, Typeface typeface, double capitals, double x, double y, double radius, int colour) {
        for (int i = 0; i < line.length(); i++) {
            double before = typeface.advance(line.substring(0, i), capitals);
            double letter = typeface.advance(line.substring(0, i + 1), capitals) - before;
            double along = before + letter / 2 - typeface.advance(line, capitals) / 2;
            AffineTransform place = AffineTransform.getRotateInstance(along / radius, x, y);
            place.translate(x - letter / 2, y - radius);
            fill(place.createTransformedShape(typeface.outline(line.substring(i, i + 1), capitals)), colour);
        }
        text.add(line);
    }

    /** Writes a line of tubes that shine: around x, the feet of its letters at y. */
    void glow(String line, Typeface typeface, double capitals, double x, double y, int colour) {
        Shape letters = AffineTransform.getTranslateInstance(x - typeface.advance(line, capitals) / 2, y).createTransformedShape(typeface.outline(line, capitals));
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.05f));
        for (float width = 60; width > 4; width *= 0.8f) {
            outline(letters, width, colour);
        }
        graphics.setComposite(AlphaComposite.SrcOver);
        outline(letters, 5, colour);
        outline(letters, 2, Surface.mix(colour, 0xffffff, 0.7));
        text.add(line);
    }

    void fill(Shape shape, int colour) {
        graphics.setColor(new Color(colour));
        graphics.fill(shape);
    }

    void outline(Shape shape, float width, int colour) {
        graphics.setColor(new Color(colour));
        graphics.setStroke(new BasicStroke(width));
        graphics.draw(shape);
    }

    /** A thin panel that stands off what is behind it: its soft shadow falls to the lower right. */
    void panel(Shape shape, int colour, int thickness) {
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.045f));
        for (int step = 1; step <= 14; step++) {
            double offset = thickness * step / 8.0;
            fill(AffineTransform.getTranslateInstance(offset, 1.3 * offset).createTransformedShape(shape), 0);
        }
        graphics.setComposite(AlphaComposite.SrcOver);
        fill(shape, colour);
        outline(shape, 2, Surface.shade(colour, 0.75));
    }

    void bolt(double x, double y, double radius) {
        fill(disc(x + 2, y + 3, radius), 0x3a3a38);
        fill(disc(x, y, radius), 0x9a9a96);
        fill(disc(x - radius / 4, y - radius / 4, radius / 2), 0xd4d4d0);
    }

    /** Bars without digits: a decoration that holds no text. */
    void barCode(double left, double top, double width, double height, long seed) {
        Noise noise = new Noise(seed);
        double x = left;
        for (int bar = 0; x < left + width; bar++) {
            double thick = 2 + (int) (3 * noise.at(bar, 0)) * 2;
            fill(box(x, top, Math.min(thick, left + width - x), height, 0), 0x1c1c1c);
            x += thick + 2 + (int) (3 * noise.at(bar, 1)) * 2;
        }
    }

    /**
     * An EAN-13 bar code with its number below: the digits in their groups, the bars between these longer than the others.
     *
     * @param module width of the narrowest bar
     * @param longer by how many modules
     */
    void barCode(String number, Typeface typeface, double left, double top, double module, double longer, int colour) {
        boolean[] bars = new EAN13Writer().encode(number);
        for (int i = 0; i < bars.length; i++) {
            boolean isLong = i < 3 || i >= 45 && i < 50 || i >= bars.length - 3;
            if (bars[i]) {
                fill(box(left + i * module, top, module, (isLong ? 50 + longer : 50) * module, 0), colour);
            }
        }
        for (int i = 0; i < number.length(); i++) {
            double from = left + module * (i == 0 ? -10 : i < 7 ? 7 * i - 4 : 7 * i + 1);
            String digit = number.substring(i, i + 1);
            double x = from + (7 * module - typeface.advance(digit, 8.5 * module)) / 2;
            fill(AffineTransform.getTranslateInstance(x, top + 59.5 * module).createTransformedShape(typeface.outline(digit, 8.5 * module)), colour);
        }
        text.add(number.substring(0, 1) + " " + number.substring(1, 7) + " " + number.substring(7));
    }

    /** Bends the columns from left to right around an upright tin, whose middle the camera faces; shades its flanks. */
    void wrap(int left, int right, double dip) {
        Bitmap flat = Bitmap.copyOf(image);
        double middle = (left + right) / 2.0;
        double radius = (right - left) / 2.0;
        for (int x = left; x < right; x++) {
            double across = (x + 0.5 - middle) / radius;
            double from = middle + StrictMath.asin(across) * radius / (StrictMath.PI / 2);
            double rise = dip * (1 - Math.sqrt(1 - across * across));
            double light = 0.25 + 0.8 * Math.sqrt(1 - (across + 0.2) * (across + 0.2) / 1.45);
            for (int y = 0; y < HEIGHT; y++) {
                image.setRGB(x, y, Surface.shade(flat.between(from, y + rise), light));
            }
        }
    }

    /** Wear: the colours of everything in the box fade in patches. */
    void weather(Shape within, long seed, double strength) {
        Noise noise = new Noise(seed);
        var bounds = within.getBounds();
        for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
            for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
                if (within.contains(x, y)) {
                    double dirt = strength * (noise.cloudy(x / 50.0, y / 90.0) - 0.35) + strength * (noise.cloudy(x / 4.0, y / 4.0) - 0.5);
                    image.setRGB(x, y, Surface.mix(image.getRGB(x, y), 0x6b6458, Math.max(0, dirt)));
                }
            }
        }
    }

    static Shape box(double left, double top, double width, double height, double corner) {
        return new RoundRectangle2D.Double(left, top, width, height, corner, corner);
    }

    static Shape disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }
}
