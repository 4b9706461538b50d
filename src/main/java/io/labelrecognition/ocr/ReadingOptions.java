package io.labelrecognition.ocr;

import java.awt.Rectangle;
import java.util.List;

/**
 * How a photo is to be read.
 *
 * @param skewCorrection straighten a tilted photo first
 * @param upsampling     enlarge the photo first, for small lettering; after skew correction
 * @param binarization   reduce the photo to black and white first
 * @param rotation       turn the photo clockwise by so many degrees first; any number
 * @param regions        read these rectangles only (pixels of the upright, turned photo), in this order; empty is the whole photo
 * @param minConfidence  how faint a text area may be
 */
public record ReadingOptions(boolean skewCorrection, boolean upsampling, boolean binarization, int rotation,
                             List<Rectangle> regions, AreaConfidence minConfidence) {

    /** The options of a photo about which nothing is said: skew correction on, everything else off. */
    public static final ReadingOptions DEFAULT =
            new ReadingOptions(true, false, false, 0, List.of(), AreaConfidence.MID);

    public ReadingOptions {
        regions = List.copyOf(regions);
    }

    /** How sure the detection has to be that an area is text, from everything to only the plainest. {@link #MID} is the default. */
    public enum AreaConfidence { ALL, LOW, LOW_MID, MID, MID_HIGH, HIGH, ULTRA }
}
