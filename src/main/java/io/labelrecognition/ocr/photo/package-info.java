/** Bytes of an image file to upright pixels, and what can be done to pixels before they are read. */
package io.labelrecognition.ocr.photo;
