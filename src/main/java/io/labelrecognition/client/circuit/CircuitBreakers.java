package io.labelrecognition.client.circuit;

import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The {@linkplain CircuitBreaker circuit breakers} of a Camel context: one for each account, and one for each inbox. Threads may share it. */
public final class CircuitBreakers {
    /** What a circuit leads to. */
    public enum Kind {
        /** An account at a service. */
        ACCOUNT,
        /** What the account may spend in a month. */
        BUDGET,
        /** The folders where an inbox puts what was read. */
        INBOX
    }

    private final Clock clock;
    private final Supplier<Metrics> metrics;
    private final Map<Object, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    /** @param metrics asked for with the first circuit: a host may make its own later than this */
    public CircuitBreakers(Clock clock, Supplier<Metrics> metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * @param key  whose circuit it is
     * @param name what it is called in messages
     */
    public CircuitBreaker of(Kind kind, Object key, String name) {
        return breakers.computeIfAbsent(List.of(kind, key), unused -> {
            CircuitBreaker breaker = new CircuitBreaker(kind, name, clock);
            metrics.get().gauge(Metric.CIRCUIT_OPEN, () -> breaker.lastTrouble() == null ? 0 : 1, name, kind.name().toLowerCase(Locale.ROOT));
            return breaker;
        });
    }

    /** Those that there are by now. */
    public Collection<CircuitBreaker> all() {
        return List.copyOf(breakers.values());
    }
}
