package io.labelrecognition.ocr.recognition;

import java.util.Arrays;
import java.util.List;

/**
 * Where spaces stand on one line. The network was trained on Chinese, which has no spaces, and lets the space win rarely even where it
 * suspects one. So a space is put between two characters where its best probability between them and the gap together say so.
 */
final class Spaces {
    private static final double USUAL_PITCH_QUANTILE = .4;
    private static final double WIDE_GAP = 1.35;
    private static final double LEAST_BETWEEN_LETTERS = Math.log(.06);
    /** Beside digits and punctuation the network suspects spaces less than it should: Chinese puts none there. */
    private static final double LEAST = Math.log(.02);
    private static final double LEAST_AFTER_STOP = Math.log(.008);
    private static final double LEAST_PROBABILITY = 1e-9;

    private final float[] probability;
    private final int classes;
    private final double usualPitch;

    /**
     * @param probability {@code [steps][classes]}, the space last
     * @param glyphs      the likeliest ones of the line, which say what pitch is usual on it
     */
    Spaces(float[] probability, int classes, List<Glyph> glyphs) {
        this.probability = probability;
        this.classes = classes;
        this.usualPitch = usualPitch(glyphs);
    }

    /** The best probability of a space between two glyphs, as the network has it. */
    double probability(Glyph left, Glyph right) {
        double most = 0;
        for (int step = left.peak(); step <= right.peak(); step++) {
            most = Math.max(most, probability[(step + 1) * classes - 1]);
        }
        return most;
    }

    /**
     * How much speaks for a space, as a difference of logarithms: above 0 there is one.
     *
     * @param beforeLeft what stands before the left one
     */
    double evidence(char beforeLeft, Glyph left, Glyph right) {
        return Math.log(Math.max(LEAST_PROBABILITY, probability(left, right))) + left.pitch(right) / usualPitch - WIDE_GAP
                - least(beforeLeft, left.character(), right.character());
    }

    private static double least(char beforeLeft, char left, char right) {
        if (Character.isLetter(left) && Character.isLetter(right)) {
            return LEAST_BETWEEN_LETTERS;
        }
        return Character.isLetter(beforeLeft) && ".,:;!?".indexOf(left) >= 0 ? LEAST_AFTER_STOP : LEAST;
    }

    private static double usualPitch(List<Glyph> glyphs) {
        double[] pitches = new double[Math.max(0, glyphs.size() - 1)];
        for (int i = 0; i < pitches.length; i++) {
            pitches[i] = glyphs.get(i).pitch(glyphs.get(i + 1));
        }
        Arrays.sort(pitches);
        return pitches.length == 0 ? 1 : pitches[(int) (USUAL_PITCH_QUANTILE * (pitches.length - 1))];
    }
}
