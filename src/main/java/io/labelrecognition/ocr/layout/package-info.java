/** Runs of text to lines in the order in which a person reads them. */
package io.labelrecognition.ocr.layout;
