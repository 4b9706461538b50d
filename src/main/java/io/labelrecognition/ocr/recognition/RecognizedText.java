package io.labelrecognition.ocr.recognition;

import java.util.List;

/**
 * What a line says.
 *
 * @param text       its words, separated by single spaces; may be empty
 * @param confidence the mean probability of the characters, 0 to 1; 0 where there are none
 * @param known      the share of its letters that stand in known words, 0 to 1; figures count half
 * @param words      where its words stand
 */
public record RecognizedText(String text, double confidence, double known, List<Span> words) {
    public RecognizedText {
        words = List.copyOf(words);
    }

    /** Whether there is anything to read: a letter, a digit, or a currency sign that may belong to the figure beside it. */
    boolean isText() {
        return isSign() || text.chars().anyMatch(Character::isLetterOrDigit);
    }

    /** Whether it is a currency sign on its own. */
    public boolean isSign() {
        return text.length() == 1 && Character.getType(text.charAt(0)) == Character.CURRENCY_SYMBOL;
    }
}
