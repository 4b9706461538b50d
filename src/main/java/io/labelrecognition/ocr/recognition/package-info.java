/** A run of text to characters and how sure they are. */
package io.labelrecognition.ocr.recognition;
