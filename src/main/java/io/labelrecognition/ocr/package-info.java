/**
 * The text reader: a photo in, lines of text with their places out.
 *
 * <p>{@link io.labelrecognition.ocr.LabelReader} is the one door; what lies in the packages below is for its use alone. A photo goes through them in
 * this order: {@code photo} decodes it, {@code detection} finds runs of text, {@code recognition} reads each, {@code layout}
 * puts them in order; {@code model} loads and runs the networks. Nothing in here knows of Camel or HTTP.
 */
package io.labelrecognition.ocr;
