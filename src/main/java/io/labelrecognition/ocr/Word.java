package io.labelrecognition.ocr;

import java.awt.geom.Point2D;
import java.util.List;

/**
 * A word of a line, or whatever stands between two spaces.
 *
 * @param text       never blank; two words where the spelling was corrected to two
 * @param corners    the four corners of its box, as those of its {@link Line}; where it begins and ends is known to about half a letter
 * @param confidence how likely it is right, 0 to 1, as it was on real photos
 */
public record Word(String text, List<Point2D.Float> corners, double confidence) {
    public Word {
        corners = List.copyOf(corners);
    }

    Word with(String other) {
        return new Word(other, corners, confidence);
    }
}
