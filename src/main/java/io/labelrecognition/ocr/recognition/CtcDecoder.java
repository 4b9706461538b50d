package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.language.Lexicon;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Turns what the recognition network says of each step along a line into text: connectionist temporal classification
 * (Graves et al., ICML 2006), with spaces put in by the width of the gaps, and the words of English to tip what the network leaves open.
 */
final class CtcDecoder {
    private static final double SPACE_OF_THE_NETWORK = .5;
    /** Before a figure that is no half of a bar code's number, behind one, between pounds and pence, or before what the price is for. */
    private static final Pattern CURRENCY = Pattern.compile("(?<![\\p{L}\\d])[€£](?= ?[.,]?\\d|/\\p{L})(?!\\d{5} \\d{6}(?!\\d))|(?<=\\d[.,]?[-–]{0,2} ?)[€£](?![\\p{L}\\d])|(?<=\\d)[€£](?=\\d\\d(?!\\d))");
    /** Before a comma or a full stop, and in a price whose letters are as wide as each other, behind its point. */
    private static final Pattern NEEDLESS_SPACE = Pattern.compile("(?<=[\\p{L}\\d]) (?=[.,]( |$))|(?<=[$£€¥]\\d{1,4}[.,]) (?=\\d\\d(?!\\d))");
    /** In an address a comma is a full stop that was misread. */
    private static final Pattern LACKING_SPACE = Pattern.compile("(?<=\\p{L},)(?<!(www\\.|@)\\S{1,60})(?=\\p{L})");
    /** In steps: twice as wide as high. */
    private static final double WIDEST_SIGN = 2.0 * Strip.HEIGHT / Strip.STEP;
    /** What changes no letter. */
    private static final float LEAST_SEEN = .01f;
    /** How many steps from its peak a glyph is still seen. */
    private static final int BESIDE_A_PEAK = 2;

    private final Alphabet alphabet;
    private final Lexicon lexicon;
    private final boolean spacesByGap;

    /**
     * @param lexicon     empty to go by the pixels alone
     * @param spacesByGap otherwise a space stands only where it is the likeliest of all characters
     */
    CtcDecoder(Alphabet alphabet, Lexicon lexicon, boolean spacesByGap) {
        this.alphabet = alphabet;
        this.lexicon = lexicon;
        this.spacesByGap = spacesByGap;
    }

    /**
     * The text of a line.
     *
     * @param probability {@code [steps][alphabet]}, 0 to 1
     * @param length      how many steps the line is long, without the margin after it
     */
    RecognizedText decode(float[] probability, int steps, double length) {
        WordPrior words = new WordPrior(lexicon);
        List<Glyph> glyphs = said(probability, steps, words);
        while (!isSign(glyphs, length) && hideStraySigns(glyphs, probability, steps)) {
            glyphs = said(probability, steps, words);
        }
        glyphs = spacesByGap ? BarCode.withoutBars(punctuated(words.withoutFigures(glyphs))) : glyphs;
        String text = text(glyphs);
        double confidence = glyphs.stream().filter(glyph -> glyph != null).mapToDouble(Glyph::probability).average().orElse(0);
        return new RecognizedText(text, confidence, words.knownShare(text), spans(glyphs, length));
    }

    /** The glyphs of the line, with null for a space. */
    private List<Glyph> said(float[] probability, int steps, WordPrior words) {
        List<Glyph> likeliest = glyphs(probability, steps);
        Spaces spaces = new Spaces(probability, alphabet.size(), likeliest);
        boolean search = spacesByGap && !lexicon.isEmpty() && !likeliest.isEmpty();
        return search ? new BeamSearch(probability, alphabet, spaces, words).best(steps) : spaced(likeliest, spaces);
    }

    static String text(List<Glyph> glyphs) {
        StringBuilder text = new StringBuilder();
        glyphs.forEach(glyph -> text.append(glyph == null ? ' ' : glyph.character()));
        return text.toString();
    }

    /** A learned sign is all that there is: the figure may be an area of its own. */
    private boolean isSign(List<Glyph> glyphs, double length) {
        return glyphs.size() == 1 && alphabet.isLearned(glyphs.get(0).character()) && length <= WIDEST_SIGN;
    }

    /**
     * Takes the learned signs that stand at no figure for what they looked like before: arrows, logos and strokes resemble one. A line without
     * any sign at a figure is read as though there were none to be seen.
     *
     * @return whether the line is to be read again
     */
    private boolean hideStraySigns(List<Glyph> glyphs, float[] probability, int steps) {
        BitSet proper = starts(CURRENCY, text(glyphs));
        if (proper.isEmpty()) {
            return hideLearned(probability, 0, steps - 1);
        }
        boolean isHidden = false;
        for (int i = 0; i < glyphs.size(); i++) {
            if (glyphs.get(i) != null && alphabet.isLearned(glyphs.get(i).character()) && !proper.get(i)) {
                int peak = glyphs.get(i).peak();
                isHidden |= hideLearned(probability, Math.max(0, peak - BESIDE_A_PEAK), Math.min(steps - 1, peak + BESIDE_A_PEAK));
            }
        }
        return isHidden;
    }

    /** @return whether that is worth a second look at the line */
    private boolean hideLearned(float[] probability, int first, int last) {
        float most = 0;
        for (int step = first; step <= last; step++) {
            most = Math.max(most, alphabet.hideLearned(probability, step * alphabet.size()));
        }
        return most > LEAST_SEEN;
    }

    private static List<Span> spans(List<Glyph> glyphs, double length) {
        List<List<Glyph>> words = new ArrayList<>(List.of(new ArrayList<>()));
        for (Glyph glyph : glyphs) {
            if (glyph == null) {
                words.add(new ArrayList<>());
            } else {
                words.get(words.size() - 1).add(glyph);
            }
        }
        double letter = words.stream().flatMapToDouble(CtcDecoder::pitches).average().orElse(length);
        return words.stream().filter(word -> !word.isEmpty()).map(word -> span(word, pitches(word).average().orElse(letter), length)).toList();
    }

    /** From glyph to glyph in steps, for glyphs of the usual width. */
    private static DoubleStream pitches(List<Glyph> word) {
        return IntStream.range(1, word.size()).mapToDouble(i -> word.get(i - 1).pitch(word.get(i)));
    }

    /** A character is seen in its middle, so a word begins half a character before its first one. */
    private static Span span(List<Glyph> word, double letter, double length) {
        Glyph first = word.get(0);
        Glyph last = word.get(word.size() - 1);
        StringBuilder text = new StringBuilder();
        word.forEach(glyph -> text.append(glyph.character()));
        double from = (first.middle() - letter * first.width() / 2) / length;
        double to = (last.middle() + letter * last.width() / 2) / length;
        return new Span(text.toString(), Math.max(0, Math.min(from, 1)), Math.max(0, Math.min(to, 1)),
                word.stream().mapToDouble(Glyph::probability).average().orElseThrow());
    }

    /** Whatever the gaps, no space stands before a comma or a full stop or within a price, and one between a comma and a word. */
    private static List<Glyph> punctuated(List<Glyph> glyphs) {
        String text = text(glyphs);
        BitSet needless = starts(NEEDLESS_SPACE, text);
        BitSet lacking = starts(LACKING_SPACE, text);
        List<Glyph> punctuated = new ArrayList<>();
        for (int i = 0; i < glyphs.size(); i++) {
            if (lacking.get(i)) {
                punctuated.add(null);
            }
            if (!needless.get(i)) {
                punctuated.add(glyphs.get(i));
            }
        }
        return punctuated;
    }

    private static BitSet starts(Pattern pattern, String text) {
        BitSet starts = new BitSet();
        pattern.matcher(text).results().forEach(result -> starts.set(result.start()));
        return starts;
    }

    /** The glyphs, with null for a space. */
    private List<Glyph> spaced(List<Glyph> glyphs, Spaces spaces) {
        List<Glyph> spaced = new ArrayList<>();
        for (int i = 0; i < glyphs.size(); i++) {
            if (i > 0) {
                char beforeLeft = i > 1 ? glyphs.get(i - 2).character() : ' ';
                boolean space = spacesByGap ? spaces.evidence(beforeLeft, glyphs.get(i - 1), glyphs.get(i)) > 0
                        : spaces.probability(glyphs.get(i - 1), glyphs.get(i)) > SPACE_OF_THE_NETWORK;
                if (space) {
                    spaced.add(null);
                }
            }
            spaced.add(glyphs.get(i));
        }
        return spaced;
    }

    /** The best path: the likeliest character of each step. */
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
                    glyphs.add(Glyph.at(step, character, probability[best]));
                } else {
                    glyphs.set(glyphs.size() - 1, glyphs.get(glyphs.size() - 1).seenAt(step, probability[best]));
                }
            }
            before = character;
        }
        return glyphs;
    }
}
