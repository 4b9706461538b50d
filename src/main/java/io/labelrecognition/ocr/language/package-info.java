/** What English is made of, as evidence for what a line says. */
package io.labelrecognition.ocr.language;
