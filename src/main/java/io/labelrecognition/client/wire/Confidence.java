package io.labelrecognition.client.wire;

/**
 * How sure the reader is of a text. The local service says it beside its answer; the cloud does not.
 *
 * @param mean over the lines, 0 to 1
 * @param min  of the line that it is least sure of, 0 to 1
 */
public record Confidence(double mean, double min) {
}
