/** Pixels to runs of text with their places. */
package io.labelrecognition.ocr.detection;
