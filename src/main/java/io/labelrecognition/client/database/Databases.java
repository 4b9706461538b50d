package io.labelrecognition.client.database;

import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.SharedStores;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The shared stores of a Camel context, one for each data source that is named. Threads may share it. */
public final class Databases implements SharedStores, AutoCloseable {
    private final Function<String, DataSource> sources;
    private final Supplier<Duration> lease;
    private final Metrics metrics;
    private final Map<String, DatabaseStore> stores = new ConcurrentHashMap<>();

    /**
     * @param sources by name; null where there is none
     * @param lease   how long a node may be silent before others take over what it was doing
     */
    public Databases(Function<String, DataSource> sources, Supplier<Duration> lease, Metrics metrics) {
        this.sources = sources;
        this.lease = lease;
        this.metrics = metrics;
    }

    @Override
    public SharedStore of(String name) {
        return stores.computeIfAbsent(name, unused -> {
            DataSource source = sources.apply(name);
            if (source == null) {
                throw new IllegalArgumentException("label.store (store) is \"" + name + "\": there is no data source of that name among the beans.");
            }
            DatabaseStore store = new DatabaseStore(source, lease.get(), Clock.systemUTC());
            metrics.gauge(Metric.STORE_LEASE, store::leaseSeconds, name);
            metrics.gauge(Metric.STORE_TASKS, store::tasksHeld, name);
            metrics.gauge(Metric.STORE_CLAIMS, store::photosClaimed, name);
            metrics.gauge(Metric.STORE_NODES, store::nodesAlive, name);
            return store;
        });
    }

    @Override
    public Map<String, DatabaseStore> all() {
        return Map.copyOf(stores);
    }

    @Override
    public void close() {
        stores.values().forEach(DatabaseStore::close);
    }
}
