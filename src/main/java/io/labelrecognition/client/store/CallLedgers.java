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
        try {
            return ledgers.computeIfAbsent(file(folder, serviceUrl, clientId), file -> {
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

    /** Where the calls of an account are counted. */
    public static Path file(String folder, String serviceUrl, String clientId) {
        return Path.of(folder).toAbsolutePath().normalize().resolve("calls-" + TaskStore.key(serviceUrl, clientId).substring(0, 16) + ".json");
    }

    /** The calls of this month in such a file. */
    public static long callsIn(Path file, Clock clock) throws IOException {
        CallLedger ledger = new CallLedger(file, Long.MAX_VALUE, clock);
        return ledger.limit() - ledger.left();
    }

    /** Those that there are by now, by the names of their accounts. */
    public Map<String, CallQuota> all() {
        return Collections.unmodifiableMap(quotas);
    }
}
