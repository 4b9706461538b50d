package io.labelrecognition.client;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@linkplain ServiceLine lines} of a Camel context: one for each account, and one for each inbox. Threads may share it. */
public final class ServiceLines {
    private final Clock clock;
    private final Map<Object, ServiceLine> lines = new ConcurrentHashMap<>();

    public ServiceLines(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param key  whose line it is
     * @param name what it is called in messages
     */
    ServiceLine of(Object key, String name) {
        return lines.computeIfAbsent(key, unused -> new ServiceLine(name, clock));
    }

    Collection<ServiceLine> all() {
        return List.copyOf(lines.values());
    }
}
