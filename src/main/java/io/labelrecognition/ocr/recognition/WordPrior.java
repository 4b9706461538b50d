package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.language.Lexicon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How likely a word is before the pixels are looked at, as a natural logarithm: what tips the balance where the network is undecided. A
 * letter of an unknown word costs so little that one clear letter outweighs it, so names and brands stay what they are; figures
 * cost nothing. The cost grows with the letters, not with the words, or unknown words would run together.
 *
 * <p>For one thread: what was looked up is kept.
 */
final class WordPrior {
    private static final double UNKNOWN_LETTER = -.3;
    /** For each step by which a known word is rarer than the most common ones. */
    private static final double RARER = -.04;
    private static final int MOST_COMMON = 22;
    /** A known word is never worse than so much of an unknown one. */
    private static final double STILL_KNOWN = .9;
    /** Letters within a code follow no dictionary, but a word with a digit in it is more likely a misreading. */
    private static final double LETTER_OF_CODE = -.2;
    private static final double LETTER_BESIDE_DIGIT = -.4;
    private static final int MOST_CHANGES = 3;
    /** All letters are in the word lists, and most pairs of letters: only those that are used as words count. */
    private static final int COMMON_LETTER = 15;
    private static final int COMMON_PAIR = 8;

    private static final Pattern WITH_FIGURES = Pattern.compile("(?<![\\p{L}\\d])(?=\\p{L}*[01])(?=\\P{L}*\\p{L}[01]*\\p{L})[\\p{L}0][\\p{L}01]{2,}[\\p{L}0](?![\\p{L}\\d])");
    private static final int COMMON_WORD = 5;

    private final Lexicon lexicon;
    private final Map<String, Double> seen = new HashMap<>();

    /** @param lexicon an empty one knows nothing about any word, so none costs anything */
    WordPrior(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The cost of what stands between two spaces, 0 or less. */
    double of(String token) {
        return lexicon.isEmpty() ? 0 : seen.computeIfAbsent(token, this::cost);
    }

    /** The share of a line's letters that stand in known words, 0 to 1; figures count half, as nothing is known about them. */
    double knownShare(String line) {
        double known = 0;
        int all = 0;
        for (String token : line.split(" ")) {
            int letters = count(token, Character::isLetter);
            int digits = count(token, Character::isDigit);
            all += letters + digits;
            if (letters == 0 || digits > 0) {
                known += .5 * (letters + digits);
            } else if (letters > 1 && of(token) > UNKNOWN_LETTER * letters + 1e-9) {
                known += letters;
            }
        }
        return all == 0 || lexicon.isEmpty() ? 0 : known / all;
    }

    /**
     * A line whose words are without zeros and ones: between letters they look like an O and an I or an l, and are that where it makes a common word.
     *
     * @param glyphs with null for a space
     */
    List<Glyph> withoutFigures(List<Glyph> glyphs) {
        List<Glyph> without = new ArrayList<>(glyphs);
        for (MatchResult token : WITH_FIGURES.matcher(CtcDecoder.text(glyphs)).results().toList()) {
            boolean capitals = token.group().chars().noneMatch(Character::isLowerCase);
            String word = token.group().replace('0', capitals ? 'O' : 'o').replace('1', capitals ? 'I' : 'l');
            if (lexicon.frequency(word) >= COMMON_WORD) {
                for (int i = 0; i < word.length(); i++) {
                    without.set(token.start() + i, glyphs.get(token.start() + i).as(word.charAt(i)));
                }
            }
        }
        return without;
    }

    private double cost(String token) {
        int letters = count(token, Character::isLetter);
        if (count(token, Character::isDigit) > 0) {
            return letters * LETTER_OF_CODE + Math.min(MOST_CHANGES, changes(token)) * (letters == 0 ? 0 : LETTER_BESIDE_DIGIT);
        }
        double sum = 0;
        for (String word : token.split("[^\\p{L}'’]+")) {
            sum += word(word.replaceAll("^['’]+|['’]+$", "").replace('’', '\''));
        }
        return sum;
    }

    private double word(String word) {
        int letters = count(word, Character::isLetter);
        String owner = word.replaceFirst("'[sS]$", "");
        int frequency = lexicon.frequency(word);
        frequency = owner.equals(word) ? frequency : Math.max(frequency, lexicon.frequency(owner));
        if (frequency < (word.length() == 1 ? COMMON_LETTER : word.length() == 2 ? COMMON_PAIR : 0)) {
            return UNKNOWN_LETTER * letters;
        }
        return Math.max(STILL_KNOWN * UNKNOWN_LETTER * letters, RARER * Math.max(0, MOST_COMMON - frequency));
    }

    /** How often a digit stands beside a letter. */
    private static int changes(String token) {
        int changes = 0;
        for (int i = 1; i < token.length(); i++) {
            char left = token.charAt(i - 1);
            char right = token.charAt(i);
            changes += Character.isLetter(left) && Character.isDigit(right) || Character.isDigit(left) && Character.isLetter(right) ? 1 : 0;
        }
        return changes;
    }

    private static int count(String token, IntPredicate kind) {
        return (int) token.chars().filter(kind).count();
    }
}
