package io.labelrecognition.client.store;

import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The ledgers of a Camel context, one for each account and folder, however many inboxes and Kamelets use the account. */
public final class CallLedgers {
    private final Clock clock;
    private final Metrics metrics;
    private final Map<Path, CallLedger> ledgers = new ConcurrentHashMap<>();
    private final Map<String, CallQuota> quotas = new ConcurrentSkipListMap<>();

    public CallLedgers(Clock clock, Metrics metrics) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @param account       what it is called in messages
     * @param callsPerMonth what the account may make; the first to ask for its ledger says it
     */
    public CallQuota of(String folder, String serviceUrl, String clientId, String account, long callsPerMonth) throws IOException {
        String name = "calls-" + TaskStore.key(serviceUrl, clientId).substring(0, 16) + ".json";
        try {
            return ledgers.computeIfAbsent(Path.of(folder).toAbsolutePath().normalize().resolve(name), file -> {
                try {
                    CallLedger ledger = new CallLedger(file, callsPerMonth, clock);
                    quotas.put(account, ledger);
                    metrics.gauge(Metric.CALLS_LEFT, ledger::left, account);
                    return ledger;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Those that there are by now, by the names of their accounts. */
    public Map<String, CallQuota> all() {
        return Collections.unmodifiableMap(quotas);
    }
}
