package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.detection.TextArea;

/**
 * A text area with its text.
 *
 * @param area the area, as its text is read: the right way up
 */
public record ReadArea(TextArea area, RecognizedText text) {
}
