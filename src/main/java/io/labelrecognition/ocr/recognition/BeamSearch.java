package io.labelrecognition.ocr.recognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The likeliest text of one line, given what the network says of each step, the gaps, and the words of English: prefix beam search
 * (Graves, "Supervised Sequence Labelling with Recurrent Neural Networks", 2012, chapter 7), where a prefix pays for each word that it
 * has ended and for each space, or lack of one, that the gap speaks against.
 */
final class BeamSearch {
    private static final int WIDTH = 12;
    /** Less likely characters are not tried. */
    private static final float LEAST_PROBABILITY = .003f;
    private static final double LEAST_BLANK = 1e-6;
    /** What the evidence for a space weighs against the network's letters. */
    private static final double SPACE_WEIGHT = .9;
    /** Where so much speaks for or against a space, the other case is not tried. */
    private static final double PLAIN = 4;
    /** A character is still seen where it has so much probability. */
    private static final float SEEN = .1f;

    private final float[] probability;
    private final Alphabet alphabet;
    private final Spaces spaces;
    private final WordPrior words;

    /** @param probability {@code [steps][alphabet]}, 0 to 1 */
    BeamSearch(float[] probability, Alphabet alphabet, Spaces spaces, WordPrior words) {
        this.probability = probability;
        this.alphabet = alphabet;
        this.spaces = spaces;
        this.words = words;
    }

    /** What the line begins with; its last glyph and how it came to that. */
    private static final class Prefix {
        final Prefix before;
        final boolean afterSpace;
        /** What its ended words and its spaces cost. */
        final double cost;
        /** Since the last space. */
        final String word;
        /** Null of the empty prefix. */
        Glyph glyph;
        final Map<Integer, Prefix> longer = new HashMap<>();
        /** The logarithm of the probability that the steps so far say this, by whether the last one was blank. */
        double blank = Double.NEGATIVE_INFINITY;
        double glyphLast = Double.NEGATIVE_INFINITY;
        double nextBlank = Double.NEGATIVE_INFINITY;
        double nextGlyphLast = Double.NEGATIVE_INFINITY;
        boolean isNext;

        Prefix(Prefix before, boolean afterSpace, double cost, String word, Glyph glyph) {
            this.before = before;
            this.afterSpace = afterSpace;
            this.cost = cost;
            this.word = word;
            this.glyph = glyph;
        }

        double seen() {
            return sum(blank, glyphLast);
        }

        double score() {
            return seen() + cost;
        }

        char character() {
            return glyph == null ? ' ' : glyph.character();
        }
    }

    private static double sum(double a, double b) {
        double high = Math.max(a, b);
        return high == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
    }

    /** The glyphs of the text, with null for a space. */
    List<Glyph> best(int steps) {
        Prefix empty = new Prefix(null, false, 0, "", null);
        empty.blank = 0;
        List<Prefix> beam = List.of(empty);
        for (int step = 0; step < steps; step++) {
            beam = after(step, beam);
        }
        Prefix best = beam.stream().max(Comparator.comparingDouble(prefix -> prefix.score() + words.of(prefix.word))).orElseThrow();
        List<Glyph> glyphs = new ArrayList<>();
        for (Prefix prefix = best; prefix.before != null; prefix = prefix.before) {
            glyphs.add(0, prefix.glyph);
            if (prefix.afterSpace) {
                glyphs.add(0, null);
            }
        }
        return glyphs;
    }

    private List<Prefix> after(int step, List<Prefix> beam) {
        int classes = alphabet.size();
        int from = step * classes;
        // the space is put in by the gap: as a step of its own it is as good as blank
        double blank = Math.log(Math.max(LEAST_BLANK, probability[from] + probability[from + classes - 1]));
        List<Prefix> next = new ArrayList<>();
        for (Prefix prefix : beam) {
            enter(prefix, next);
            prefix.nextBlank = sum(prefix.nextBlank, prefix.seen() + blank);
            for (int i = 1; i < classes - 1; i++) {
                if (probability[from + i] > LEAST_PROBABILITY) {
                    see(prefix, i, step, next);
                }
            }
        }
        for (Prefix prefix : next) {
            prefix.blank = prefix.nextBlank;
            prefix.glyphLast = prefix.nextGlyphLast;
            prefix.nextBlank = Double.NEGATIVE_INFINITY;
            prefix.nextGlyphLast = Double.NEGATIVE_INFINITY;
            prefix.isNext = false;
        }
        next.sort(Comparator.comparingDouble(Prefix::score).reversed());
        for (Prefix dropped : next.subList(Math.min(WIDTH, next.size()), next.size())) {
            dropped.blank = Double.NEGATIVE_INFINITY;
            dropped.glyphLast = Double.NEGATIVE_INFINITY;
        }
        return next.subList(0, Math.min(WIDTH, next.size()));
    }

    /** A character may be at this step: the prefix's last one still, or one more. */
    private void see(Prefix prefix, int i, int step, List<Prefix> next) {
        float likely = probability[step * alphabet.size() + i];
        char character = alphabet.character(i);
        double log = Math.log(likely);
        if (prefix.glyph == null || character != prefix.glyph.character()) {
            extend(prefix, i, Glyph.at(step, character, likely), prefix.seen() + log, next);
            return;
        }
        prefix.nextGlyphLast = sum(prefix.nextGlyphLast, prefix.glyphLast + log);
        if (prefix.blank > Double.NEGATIVE_INFINITY) {
            extend(prefix, i, Glyph.at(step, character, likely), prefix.blank + log, next);
        }
        if (likely > SEEN) {
            prefix.glyph = prefix.glyph.seenAt(step, likely);
        }
    }

    private void extend(Prefix prefix, int i, Glyph glyph, double likely, List<Prefix> next) {
        if (prefix.glyph == null) {
            extend(prefix, 2 * i, false, 0, glyph, likely, next);
            return;
        }
        double evidence = SPACE_WEIGHT * spaces.evidence(prefix.before.character(), prefix.glyph, glyph);
        if (evidence > -PLAIN) {
            extend(prefix, 2 * i + 1, true, Math.min(0, evidence), glyph, likely, next);
        }
        if (evidence < PLAIN) {
            extend(prefix, 2 * i, false, Math.min(0, -evidence), glyph, likely, next);
        }
    }

    private void extend(Prefix prefix, int key, boolean space, double cost, Glyph glyph, double likely, List<Prefix> next) {
        Prefix longer = prefix.longer.computeIfAbsent(key, unused -> space
                ? new Prefix(prefix, true, prefix.cost + cost + words.of(prefix.word), String.valueOf(glyph.character()), glyph)
                : new Prefix(prefix, false, prefix.cost + cost, prefix.word + glyph.character(), glyph));
        if (longer.seen() == Double.NEGATIVE_INFINITY && !longer.isNext) {
            // new, or dropped from the beam since
            longer.glyph = glyph;
        } else if (glyph.probability() > longer.glyph.probability()) {
            longer.glyph = longer.glyph.seenAt(glyph.peak(), glyph.probability());
        }
        enter(longer, next);
        longer.nextGlyphLast = sum(longer.nextGlyphLast, likely);
    }

    private static void enter(Prefix prefix, List<Prefix> next) {
        if (!prefix.isNext) {
            prefix.isNext = true;
            next.add(prefix);
        }
    }
}
