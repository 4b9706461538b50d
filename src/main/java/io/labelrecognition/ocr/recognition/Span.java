package io.labelrecognition.ocr.recognition;

/**
 * A word on a line.
 *
 * @param from       where it begins, as a share of the line's length
 * @param to         where it ends
 * @param confidence the mean probability of its characters, 0 to 1
 */
public record Span(String text, double from, double to, double confidence) {
}
