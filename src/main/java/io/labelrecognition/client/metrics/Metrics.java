package io.labelrecognition.client.metrics;

import java.util.function.DoubleSupplier;
import org.apache.camel.CamelContext;

/**
 * Where what is measured goes: the Micrometer registry of the Camel context, or nowhere. The values of labels come in the order of
 * {@link Metric#labels()}. Threads may share it.
 */
public interface Metrics {
    /** Measures nothing. */
    Metrics NONE = new Metrics() { };

    /** What a gauge is taken away by. */
    interface Registration {
        void remove();
    }

    /** Something happened. */
    default void count(Metric what, String... labels) {
        // nobody counts
    }

    /** It took so long, or so many. */
    default void observe(Metric what, double value, String... labels) {
        // nobody keeps it
    }

    /**
     * A value that is looked at when somebody asks.
     *
     * @return removes it
     */
    default Registration gauge(Metric what, DoubleSupplier value, String... labels) {
        return () -> { };
    }

    /** Those of a Camel context: where Micrometer is on the class path, and a registry of its kind among the beans. */
    static Metrics of(CamelContext context) {
        try {
            return MicrometerMetrics.in(context);
        } catch (NoClassDefFoundError e) {
            return NONE;
        }
    }
}
