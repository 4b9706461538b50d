package io.labelrecognition.ocr.recognition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns what the recognition network says of each step along a line into text: connectionist temporal classification
 * (Graves et al., ICML 2006), best path, with spaces put in by the width of the gaps.
 *
 * <p>The network was trained on Chinese, which has no spaces, and lets the space win rarely even where it suspects one. So a space
 * is put between two characters where its best probability between them and the gap together say so.
 */
final class CtcDecoder {
    private static final double USUAL_PITCH_QUANTILE = .4;
    private static final double WIDE_GAP = 1.35;
    private static final double GAP_WEIGHT = 1;
    private static final double LEAST_SPACE_BETWEEN_LETTERS = Math.log(.075);
    /** Beside digits and punctuation the network suspects spaces less than it should: Chinese puts none there. */
    private static final double LEAST_SPACE = Math.log(.02);
    private static final double LEAST_SPACE_AFTER_STOP = Math.log(.008);

    private final Alphabet alphabet;
    private final boolean spacesByGap;

    /** @param spacesByGap otherwise a space stands only where it is the likeliest of all characters */
    CtcDecoder(Alphabet alphabet, boolean spacesByGap) {
        this.alphabet = alphabet;
        this.spacesByGap = spacesByGap;
    }

    /** A character, the steps at which it was seen, and its best probability. */
    private record Glyph(char character, int first, int last, int peak, float probability) {
    }

    /**
     * The text of a line.
     *
     * @param probability {@code [steps][alphabet]}, 0 to 1
     */
    RecognizedText decode(float[] probability, int steps) {
        List<Glyph> glyphs = glyphs(probability, steps);
        double usual = usualPitch(glyphs);
        StringBuilder text = new StringBuilder();
        double sum = 0;
        for (int i = 0; i < glyphs.size(); i++) {
            Glyph glyph = glyphs.get(i);
            if (i > 0 && spaceBetween(glyphs, i, probability, usual)) {
                text.append(' ');
            }
            text.append(glyph.character);
            sum += glyph.probability;
        }
        return new RecognizedText(text.toString(), glyphs.isEmpty() ? 0 : sum / glyphs.size());
    }

    /** Whether a space stands before the {@code i}-th glyph. */
    private boolean spaceBetween(List<Glyph> glyphs, int i, float[] probability, double usual) {
        Glyph left = glyphs.get(i - 1);
        Glyph right = glyphs.get(i);
        double space = space(probability, left.peak, right.peak);
        if (!spacesByGap) {
            return space > .5;
        }
        char beforeLeft = i > 1 ? glyphs.get(i - 2).character : ' ';
        return Math.log(Math.max(1e-9, space)) + GAP_WEIGHT * (pitch(left, right) / usual - WIDE_GAP)
                > leastSpace(beforeLeft, left.character, right.character);
    }

    private static double leastSpace(char beforeLeft, char left, char right) {
        if (Character.isLetter(left) && Character.isLetter(right)) {
            return LEAST_SPACE_BETWEEN_LETTERS;
        }
        return Character.isLetter(beforeLeft) && ".,:;!?".indexOf(left) >= 0 ? LEAST_SPACE_AFTER_STOP : LEAST_SPACE;
    }

    private List<Glyph> glyphs(float[] probability, int steps) {
        int classes = alphabet.size();
        List<Glyph> glyphs = new ArrayList<>();
        char before = 0;
        for (int step = 0; step < steps; step++) {
            int best = step * classes;
            for (int i = best + 1; i < (step + 1) * classes; i++) {
                if (probability[i] > probability[best]) {
                    best = i;
                }
            }
            char character = alphabet.character(best - step * classes);
            if (character > ' ') {
                if (character != before) {
                    glyphs.add(new Glyph(character, step, step, step, probability[best]));
                } else {
                    Glyph seen = glyphs.remove(glyphs.size() - 1);
                    boolean better = probability[best] > seen.probability;
                    glyphs.add(new Glyph(character, seen.first, step, better ? step : seen.peak,
                            Math.max(seen.probability, probability[best])));
                }
            }
            before = character;
        }
        return glyphs;
    }

    private double space(float[] probability, int from, int to) {
        int classes = alphabet.size();
        double most = 0;
        for (int step = from; step <= to; step++) {
            most = Math.max(most, probability[(step + 1) * classes - 1]);
        }
        return most;
    }

    private static double usualPitch(List<Glyph> glyphs) {
        double[] pitches = new double[Math.max(0, glyphs.size() - 1)];
        for (int i = 0; i < pitches.length; i++) {
            pitches[i] = pitch(glyphs.get(i), glyphs.get(i + 1));
        }
        Arrays.sort(pitches);
        return pitches.length == 0 ? 1 : pitches[(int) (USUAL_PITCH_QUANTILE * (pitches.length - 1))];
    }

    /** From glyph to glyph in steps, for glyphs of the usual width. */
    private static double pitch(Glyph left, Glyph right) {
        double distance = (right.first + right.last - left.first - left.last) / 2.0;
        return distance / ((width(left.character) + width(right.character)) / 2);
    }

    /** How wide a glyph is in the usual sans serif, against the mean of its letters. */
    private static double width(char character) {
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
