package io.labelrecognition.ocr.recognition;

/**
 * A character on a line.
 *
 * @param first       the first step at which it was seen
 * @param last        the last one
 * @param peak        where it was seen best
 * @param probability how well it was seen there, 0 to 1
 */
record Glyph(char character, int first, int last, int peak, float probability) {

    static Glyph at(int step, char character, float probability) {
        return new Glyph(character, step, step, step, probability);
    }

    /** The same one, seen at a further step. */
    Glyph seenAt(int step, float again) {
        return new Glyph(character, first, step, again > probability ? step : peak, Math.max(probability, again));
    }

    /** What was seen there, taken for another character. */
    Glyph as(char other) {
        return new Glyph(other, first, last, peak, probability);
    }

    /** The step in its middle. */
    double middle() {
        return (first + last + 1) / 2.0;
    }

    /** From glyph to glyph in steps, for glyphs of the usual width. */
    double pitch(Glyph next) {
        return (next.middle() - middle()) / ((width() + next.width()) / 2);
    }

    /** How wide it is in the usual sans serif, against the mean of its letters. */
    double width() {
        if ("iIl1|.,:;'!j`".indexOf(character) >= 0) {
            return .6;
        } else if ("ftr()[]{}-/\\\"*".indexOf(character) >= 0) {
            return .8;
        } else if ("mwMW@%".indexOf(character) >= 0) {
            return 1.35;
        }
        return Character.isUpperCase(character) ? 1.1 : 1;
    }
}
