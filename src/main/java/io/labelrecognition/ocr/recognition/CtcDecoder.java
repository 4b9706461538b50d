package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.language.Lexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Turns what the recognition network says of each step along a line into text: connectionist temporal classification
 * (Graves et al., ICML 2006), with spaces put in by the width of the gaps, and the words of English to tip what the network leaves open.
 */
final class CtcDecoder {
    private static final double SPACE_OF_THE_NETWORK = .5;

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
        List<Glyph> likeliest = glyphs(probability, steps);
        Spaces spaces = new Spaces(probability, alphabet.size(), likeliest);
        WordPrior words = new WordPrior(lexicon);
        boolean search = spacesByGap && !lexicon.isEmpty() && !likeliest.isEmpty();
        List<Glyph> glyphs = search ? new BeamSearch(probability, alphabet, spaces, words).best(steps) : spaced(likeliest, spaces);
        StringBuilder text = new StringBuilder();
        glyphs.forEach(glyph -> text.append(glyph == null ? ' ' : glyph.character()));
        double confidence = glyphs.stream().filter(glyph -> glyph != null).mapToDouble(Glyph::probability).average().orElse(0);
        return new RecognizedText(text.toString(), confidence, words.knownShare(text.toString()),
                spans(glyphs, length));
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
