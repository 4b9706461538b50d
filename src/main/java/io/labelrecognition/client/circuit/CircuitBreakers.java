package io.labelrecognition.client.circuit;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@linkplain CircuitBreaker circuit breakers} of a Camel context: one for each account, and one for each inbox. Threads may share it. */
public final class CircuitBreakers {
    private final Clock clock;
    private final Map<Object, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    public CircuitBreakers(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param key  whose circuit it is
     * @param name what it is called in messages
     */
    public CircuitBreaker of(Object key, String name) {
        return breakers.computeIfAbsent(key, unused -> new CircuitBreaker(name, clock));
    }

    Collection<CircuitBreaker> all() {
        return List.copyOf(breakers.values());
    }
}
