package io.labelrecognition.client.metrics;

import io.labelrecognition.client.LocalAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** In a registry of Micrometer's. */
final class MicrometerMetrics implements Metrics {
    /** The name that Camel binds its own by. */
    private static final String OF_CAMEL = "metricsRegistry";

    private final MeterRegistry registry;
    private final CamelContext context;
    /** Finding a meter by name and labels takes Micrometer longer than counting does. */
    private final Map<List<Object>, Object> meters = new ConcurrentHashMap<>();

    private MicrometerMetrics(MeterRegistry registry, CamelContext context) {
        this.registry = registry;
        this.context = context;
    }

    static Metrics in(CamelContext context) {
        MeterRegistry camels = context.getRegistry().lookupByNameAndType(OF_CAMEL, MeterRegistry.class);
        if (camels != null) {
            return new MicrometerMetrics(camels, context);
        }
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        // where there are several, one hands on to the others
        return all.stream().filter(CompositeMeterRegistry.class::isInstance).findFirst().or(() -> all.stream().findFirst())
                .map(found -> (Metrics) new MicrometerMetrics(found, context)).orElse(NONE);
    }

    @Override
    public void count(Metric what, String... labels) {
        meter(what, labels, tags -> Counter.builder(what.id()).description(what.description()).tags(tags).register(registry)).increment();
    }

    @Override
    public void observe(Metric what, double value, String... labels) {
        meter(what, labels, tags -> DistributionSummary.builder(what.id()).baseUnit(what.unit()).description(what.description()).tags(tags)
                .serviceLevelObjectives(what.buckets()).register(registry)).record(value);
    }

    @Override
    public Registration gauge(Metric what, DoubleSupplier value, String... labels) {
        Gauge gauge = Gauge.builder(what.id(), value, DoubleSupplier::getAsDouble).strongReference(true).baseUnit(what.unit())
                .description(what.description()).tags(tags(what, labels)).register(registry);
        return () -> registry.remove(gauge);
    }

    @SuppressWarnings("unchecked")
    private <T> T meter(Metric what, String[] labels, Function<List<Tag>, T> made) {
        List<Object> key = new ArrayList<>(Arrays.asList((Object[]) labels));
        key.add(what);
        return (T) meters.computeIfAbsent(key, unused -> made.apply(tags(what, labels)));
    }

    /** The application's own service has another port at each start: its series go by the name that stays. */
    private List<Tag> tags(Metric what, String[] values) {
        LocalAddress local = context.getRegistry().lookupByNameAndType(LocalAddress.BEAN, LocalAddress.class);
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(what.labels().get(i), local == null ? values[i] : values[i].replace(local.url(), local.name())));
        }
        return tags;
    }
}
