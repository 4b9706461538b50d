package io.labelrecognition.ocr;

import java.awt.Rectangle;
import java.util.List;

/**
 * How a photo is to be read. What is done to the photo is done in this order: turned, reduced to black and white, cut to regions, enlarged.
 *
 * @param skewCorrection read a tilted photo, or one taken sideways or upside down, in the order of its text rather than of its sides. Each line is
 *                       straightened where it is cut out; a photo far from upright is looked at a second time, turned as a whole, and the reading
 *                       with more in it holds
 * @param upsampling     look for text at twice the usual size, for small lettering; takes about four times as long
 * @param binarization   reduce the photo to black and white first
 * @param rotation       turn the photo clockwise by so many degrees first; any number
 * @param regions        read these rectangles only (pixels of the upright, turned photo), in this order; empty is the whole photo. What
 *                       lies outside the photo is left out
 * @param minConfidence  how faint a text area may be
 * @param spellCheck     correct the spelling of what was read, as English without names
 */
public record ReadingOptions(boolean skewCorrection, boolean upsampling, boolean binarization, int rotation,
                             List<Rectangle> regions, AreaConfidence minConfidence, boolean spellCheck) {

    /** The options of a photo about which nothing is said: skew correction on, everything else off. */
    public static final ReadingOptions DEFAULT =
            new ReadingOptions(true, false, false, 0, List.of(), AreaConfidence.MID);

    /** The text as it is on the photo. */
    public ReadingOptions(boolean skewCorrection, boolean upsampling, boolean binarization, int rotation,
                          List<Rectangle> regions, AreaConfidence minConfidence) {
        this(skewCorrection, upsampling, binarization, rotation, regions, minConfidence, false);
    }

    public ReadingOptions {
        regions = List.copyOf(regions);
    }

    /** How sure the detection has to be that an area is text, from everything to only the plainest. {@link #MID} is the default. */
    public enum AreaConfidence { ALL, LOW, LOW_MID, MID, MID_HIGH, HIGH, ULTRA }
}
