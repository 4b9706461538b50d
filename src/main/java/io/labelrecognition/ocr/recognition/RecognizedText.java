package io.labelrecognition.ocr.recognition;

/**
 * What a line says.
 *
 * @param text       its words, separated by single spaces; may be empty
 * @param confidence the mean probability of the characters, 0 to 1; 0 where there are none
 */
public record RecognizedText(String text, double confidence) {
    /** Whether there is anything to read: a letter or a digit. */
    boolean isText() {
        return text.chars().anyMatch(Character::isLetterOrDigit);
    }
}
