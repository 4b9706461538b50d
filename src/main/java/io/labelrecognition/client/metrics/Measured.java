package io.labelrecognition.client.metrics;

/** A bean of a host's that has something to measure: it is told where when the context has started. */
public interface Measured {
    void measuredIn(Metrics metrics);
}
