package io.labelrecognition.ocr;

import javax.imageio.ImageIO;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;

/** A label drawn for a test: text in DejaVu on a plain ground. */
public final class DrawnLabel {
    private static final ConcurrentHashMap<String, Font> FONTS = new ConcurrentHashMap<>();

    private final BufferedImage image;
    private final Graphics2D pen;

    public DrawnLabel(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(new Color(245, 243, 235));
        pen.fillRect(0, 0, width, height);
        pen.setColor(new Color(30, 30, 34));
    }

    /** Text with its baseline at y. */
    public DrawnLabel text(String text, int x, int y, float size) {
        return text(text, x, y, size, 0);
    }

    /** Text that runs at an angle, in degrees clockwise, from its start. */
    public DrawnLabel text(String text, int x, int y, float size, double angle) {
        AffineTransform before = pen.getTransform();
        pen.translate(x, y);
        pen.rotate(Math.toRadians(angle));
        pen.setFont(font("DejaVuSans-Bold").deriveFont(size));
        pen.drawString(text, 0, 0);
        pen.setTransform(before);
        return this;
    }

    /** Text on the top of a circle. */
    public DrawnLabel arch(String text, int centreX, int centreY, int radius, float size) {
        FontMetrics metrics = pen.getFontMetrics(font("DejaVuSans-Bold").deriveFont(size));
        double angle = -metrics.stringWidth(text) / 2.0 / radius;
        for (String letter : text.split("")) {
            double width = (double) metrics.stringWidth(letter) / radius;
            text(letter, (int) Math.round(centreX + radius * Math.sin(angle)), (int) Math.round(centreY - radius * Math.cos(angle)), size,
                    Math.toDegrees(angle + width / 2));
            angle += width;
        }
        return this;
    }

    public Graphics2D pen() {
        return pen;
    }

    public BufferedImage image() {
        return image;
    }

    public byte[] as(String format) {
        return encoded(image, format);
    }

    public static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static Font font(String name) {
        return FONTS.computeIfAbsent(name, it -> {
            try (InputStream in = DrawnLabel.class.getResourceAsStream("/net/sf/jasperreports/fonts/dejavu/" + it + ".ttf")) {
                return Font.createFont(Font.TRUETYPE_FONT, in);
            } catch (IOException | FontFormatException e) {
                throw new IllegalStateException(it, e);
            }
        });
    }
}
