package io.labelrecognition.app;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text, each as often as it stands there, in the order of the text. Compared without case, accents and punctuation.
 *
 * @param words as they stand there
 */
record Words(List<String> words) {
    /**
     * How much of a text was read.
     *
     * @param wanted words that stand there
     * @param read   words that were read
     * @param found  words that are both
     */
    record Score(int wanted, int read, int found) {
        static final Score NONE = new Score(0, 0, 0);

        Score plus(Score other) {
            return new Score(wanted + other.wanted, read + other.read, found + other.found);
        }

        /** The harmonic mean of recall and precision; 1 where there is nothing and nothing was read. */
        double f1() {
            return wanted + read == 0 ? 1 : 2.0 * found / (wanted + read);
        }
    }

    static Words of(String text) {
        return new Words(Arrays.stream(text.split("\\s+")).filter(word -> !plain(word).isEmpty()).toList());
    }

    private static String plain(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    int size() {
        return words.size();
    }

    /** Those that the other has not, or not as often. */
    List<String> without(Words other) {
        List<String> theirs = new ArrayList<>(other.words.stream().map(Words::plain).toList());
        List<String> rest = new ArrayList<>();
        for (String word : words) {
            if (!theirs.remove(plain(word))) {
                rest.add(word);
            }
        }
        return Collections.unmodifiableList(rest);
    }

    /** How many both have. */
    int common(Words other) {
        return size() - without(other).size();
    }

    Score score(Words read) {
        return new Score(size(), read.size(), common(read));
    }
}
