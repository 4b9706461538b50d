/**
 * The text reader: a photo in, lines of text with their places out.
 *
 * <p>{@link io.labelrecognition.ocr.LabelReader} is the one door. Nothing in here knows of Camel or HTTP.
 */
package io.labelrecognition.ocr;
