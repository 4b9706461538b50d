package io.labelrecognition.ocr.language;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Corrects the spelling of English words: one that is in no word list becomes the most common word that is one letter away, or two words
 * that were run together. Names and brands are in no word list either, so it is for text that has none.
 *
 * <p>Threads may share it.
 */
public final class Spelling {
    private static final Pattern WORD = Pattern.compile("(?<![\\p{L}\\p{N}'’.@/-])[A-Za-z]+(?![\\p{L}\\p{N}'’@/-]|\\.\\p{L})");
    /** Shorter ones are mostly abbreviations, and have too many neighbours. */
    private static final int SHORTEST = 4;
    /** Rarer words are no correction. */
    private static final int LEAST_FREQUENCY = 5;
    /** Of both, where one word becomes two. */
    private static final int LEAST_FREQUENCY_OF_PARTS = 12;

    private final Lexicon lexicon;

    public Spelling(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The text with its words corrected; what holds a digit, a full stop or a capital within is left alone. */
    public String corrected(String text) {
        return lexicon.isEmpty() ? text : WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(word(word.group())));
    }

    private String word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean capitals = word.equals(word.toUpperCase(Locale.ROOT));
        boolean plain = capitals || word.substring(1).equals(lower.substring(1));
        if (word.length() < SHORTEST || !plain || lexicon.frequency(word) > Lexicon.UNKNOWN) {
            return word;
        }
        Best best = new Best();
        neighbours(lower, best);
        if (best.word == null) {
            parts(lower, best);
        }
        if (best.word == null) {
            return word;
        }
        return capitals ? best.word.toUpperCase(Locale.ROOT)
                : Character.isUpperCase(word.charAt(0)) ? Character.toUpperCase(best.word.charAt(0)) + best.word.substring(1) : best.word;
    }

    /** The most common one so far. */
    private final class Best implements Consumer<String> {
        private String word;
        private int frequency = LEAST_FREQUENCY - 1;

        @Override
        public void accept(String candidate) {
            offer(candidate, lexicon.frequency(candidate));
        }

        void offer(String candidate, int common) {
            if (common > frequency) {
                word = candidate;
                frequency = common;
            }
        }
    }

    /** What one letter more, less, other or exchanged with the next makes of a word. */
    private static void neighbours(String word, Consumer<String> each) {
        for (int i = 0; i <= word.length(); i++) {
            String before = word.substring(0, i);
            String after = word.substring(i);
            if (!after.isEmpty()) {
                each.accept(before + after.substring(1));
            }
            if (after.length() > 1) {
                each.accept(before + after.charAt(1) + after.charAt(0) + after.substring(2));
            }
            for (char letter = 'a'; letter <= 'z'; letter++) {
                each.accept(before + letter + after);
                if (!after.isEmpty()) {
                    each.accept(before + letter + after.substring(1));
                }
            }
        }
    }

    private void parts(String word, Best best) {
        for (int i = 2; i <= word.length() - 2; i++) {
            int common = Math.min(lexicon.frequency(word.substring(0, i)), lexicon.frequency(word.substring(i)));
            if (common >= LEAST_FREQUENCY_OF_PARTS) {
                best.offer(word.substring(0, i) + " " + word.substring(i), common);
            }
        }
    }
}
