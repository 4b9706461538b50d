/** What was read, as files: for text viewers, for search, for programs. Uses the reader's results alone. */
package io.labelrecognition.ocr.format;
