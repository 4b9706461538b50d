package io.labelrecognition.ocr;

import java.awt.geom.Point2D;
import java.util.List;

/**
 * One line of text on a photo.
 *
 * @param text       its words, separated by single spaces; never blank
 * @param corners    the four corners of the line's box in pixels of the upright photo (as its EXIF orientation says),
 *                   turned by {@link ReadingOptions#rotation()}: clockwise as the text is read, from the top left
 * @param confidence how likely a word of the line is right, 0 to 1, as it was on real photos
 */
public record Line(String text, List<Point2D.Float> corners, double confidence) {
    public Line {
        corners = List.copyOf(corners);
    }

    /** The same line, saying something else. */
    Line with(String other) {
        return new Line(other, corners, confidence);
    }

    /** The line in a picture that is {@code factor} times as large, and moved after that. */
    Line scaled(int factor, int right, int down) {
        if (factor == 1 && right == 0 && down == 0) {
            return this;
        }
        return new Line(text, corners.stream()
                .map(corner -> new Point2D.Float(corner.x * factor + right, corner.y * factor + down)).toList(), confidence);
    }
}
