package io.labelrecognition.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ledgers of a Camel context, one for each account and folder, however many inboxes and Kamelets use the account. */
public final class CallLedgers {
    private final Clock clock;
    private final Map<Path, CallLedger> ledgers = new ConcurrentHashMap<>();

    public CallLedgers(Clock clock) {
        this.clock = clock;
    }

    /** @param callsPerMonth what the account may make; the first to ask for its ledger says it */
    public CallQuota of(String folder, String serviceUrl, String clientId, long callsPerMonth) throws IOException {
        String name = "calls-" + TaskStore.key(serviceUrl, clientId).substring(0, 16) + ".json";
        try {
            return ledgers.computeIfAbsent(Path.of(folder).toAbsolutePath().normalize().resolve(name), file -> {
                try {
                    return new CallLedger(file, callsPerMonth, clock);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
