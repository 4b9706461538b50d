package io.labelrecognition.ocr;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures as a camera takes them that is not held straight. */
public final class TurnedImages {
    private TurnedImages() {
    }

    public static BufferedImage clockwise(BufferedImage image, double degrees) {
        double angle = Math.toRadians(degrees);
        int width = (int) Math.round(image.getWidth() * Math.abs(Math.cos(angle)) + image.getHeight() * Math.abs(Math.sin(angle)));
        int height = (int) Math.round(image.getWidth() * Math.abs(Math.sin(angle)) + image.getHeight() * Math.abs(Math.cos(angle)));
        BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = turned.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setColor(new Color(120, 130, 125));
        pen.fillRect(0, 0, width, height);
        pen.translate(width / 2.0, height / 2.0);
        pen.rotate(angle);
        pen.drawImage(image, -image.getWidth() / 2, -image.getHeight() / 2, null);
        pen.dispose();
        return turned;
    }
}
