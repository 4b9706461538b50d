package io.labelrecognition.client.health;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.files.WritableFolder;
import io.labelrecognition.client.health.LabelHealthCheck.Finding;
import io.labelrecognition.client.inbox.Inbox;
import io.labelrecognition.client.inbox.InboxPhotos;
import io.labelrecognition.client.inbox.Inboxes;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.SharedStores;
import io.labelrecognition.client.token.AccessTokenSource;
import io.labelrecognition.client.token.AccessTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The health checks of a Camel context. None waits for the service: what nobody knows yet is asked for beside, and until the answer is there the
 * check is DOWN.
 */
public final class HealthChecks {
    /** A poll may wait for a place for each photo of a listing, a second each, and says so; more than this is no waiting. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_STEP_OF_A_LISTING = Duration.ofMinutes(10);

    private final CamelContext context;
    private final CircuitBreakers circuits;
    private final Inboxes inboxes;
    private final Supplier<AccessTokens> tokens;
    private final Supplier<CallLedgers> ledgers;
    private final Supplier<SharedStores> stores;
    private final CredentialsProbe probe = new CredentialsProbe();

    /**
     * @param tokens  made when it is first asked for, which is not before a check is called
     * @param ledgers the same
     * @param stores  the same
     */
    public HealthChecks(CamelContext context, CircuitBreakers circuits, Inboxes inboxes, Supplier<AccessTokens> tokens,
                        Supplier<CallLedgers> ledgers, Supplier<SharedStores> stores) {
        this.stores = stores;
        this.context = context;
        this.circuits = circuits;
        this.inboxes = inboxes;
        this.tokens = tokens;
        this.ledgers = ledgers;
    }

    /** All of them, each for a name among the beans of the context. */
    public List<LabelHealthCheck> all() {
        return List.of(
                new LabelHealthCheck("label-watching", true, this::watching),
                new LabelHealthCheck("label-credentials", false, this::credentials),
                new LabelHealthCheck("label-service", false, this::service),
                new LabelHealthCheck("label-budget", false, this::budget),
                new LabelHealthCheck("label-inbox", false, this::readable),
                new LabelHealthCheck("label-folders", false, this::folders),
                new LabelHealthCheck("label-journal", false, this::journals));
    }

    private List<Finding> watching() {
        return inboxes().map(InboxPhotos::progress).map(inbox -> {
            Duration silence = inbox.silence();
            boolean isFine = silence == null || silence.compareTo(inbox.isListing() ? LONGEST_STEP_OF_A_LISTING : LONGEST_SILENCE) < 0;
            return new Finding(isFine, inbox.name(), isFine ? "The inbox is looked into."
                    : "The inbox " + inbox.name() + " has not been looked into for " + silence.toSeconds() + " s: a restart may help.");
        }).toList();
    }

    private Stream<AccessTokenSource> accounts() {
        return tokens.get().accounts().stream();
    }

    private Stream<InboxPhotos> inboxes() {
        return inboxes.all().stream();
    }

    private List<Finding> credentials() {
        return accounts().map(source -> {
            String name = source.account().name();
            LabelRecognitionException trouble = source.circuit().trouble();
            if (trouble != null && trouble.getReason() == Reason.CREDENTIALS) {
                return Finding.amiss(name, trouble.getMessage());
            }
            if (trouble != null) {
                return Finding.fine(name, "Nobody can say whether the credentials are accepted while the service cannot be used.");
            }
            return probe.isAccepted(source) ? Finding.fine(name, "The credentials are accepted.")
                    : Finding.amiss(name, "The credentials of " + name + " are being tried for the first time.");
        }).toList();
    }

    private List<Finding> service() {
        return accounts().map(source -> {
            String name = source.account().name();
            LabelRecognitionException trouble = source.circuit().trouble();
            boolean isInTheWay = trouble != null && trouble.getReason() != Reason.CREDENTIALS;
            return new Finding(!isInTheWay, name, isInTheWay ? trouble.getMessage() : "Nothing is known to be wrong with the service.");
        }).toList();
    }

    private List<Finding> budget() {
        List<Finding> findings = new ArrayList<>();
        for (CircuitBreaker circuit : circuits.all()) {
            LabelRecognitionException trouble = circuit.kind() == CircuitBreakers.Kind.BUDGET ? circuit.lastTrouble() : null;
            if (trouble != null) {
                findings.add(Finding.amiss(circuit.name(), trouble.getMessage() + " Photos wait until "
                        + YearMonth.now(ZoneOffset.UTC).plusMonths(1).atDay(1) + "."));
            }
        }
        if (findings.isEmpty()) {
            Map<String, CallQuota> quotas = new TreeMap<>(ledgers.get().all());
            stores.get().all().values().forEach(store -> quotas.putAll(store.quotas()));
            for (Map.Entry<String, CallQuota> quota : quotas.entrySet()) {
                CallQuota calls = quota.getValue();
                findings.add(Finding.fine(quota.getKey(), calls.left() + " of the " + calls.limit() + " calls of this month are left."));
            }
        }
        return findings;
    }

    private List<Finding> readable() {
        return inboxes().map(photos -> photos.folders().inbox()).map(inbox ->
                Files.isDirectory(inbox) && Files.isReadable(inbox) && Files.isExecutable(inbox) && Files.isWritable(inbox)
                        ? Finding.fine(inbox.toString(), "The inbox can be read, and photos moved out of it.")
                        : Finding.amiss(inbox.toString(), "The inbox " + inbox + (Files.isDirectory(inbox)
                                ? " cannot be read, or photos cannot be moved out of it: it takes rights to read, write and enter the folder."
                                : " is no folder."))).toList();
    }

    private List<Finding> folders() {
        return inboxes().map(InboxPhotos::folders)
                .flatMap(folders -> Stream.of(folders.outbox(), folders.done(), folders.failed())).filter(Objects::nonNull)
                .map(HealthChecks::writable).toList();
    }

    private List<Finding> journals() {
        List<Finding> findings = new ArrayList<>(stores.get().all().entrySet().stream().map(store -> {
            String trouble = store.getValue().trouble();
            return trouble == null ? Finding.fine(store.getKey(), "The shared store is used.")
                    : Finding.amiss(store.getKey(), "The shared store cannot be used: " + trouble);
        }).toList());
        Inbox.all(context).stream().filter(inbox -> inbox.store() == null).map(Inbox::journal).filter(Objects::nonNull).distinct()
                .forEach(journal -> findings.add(writable(Path.of(journal).toAbsolutePath())));
        return findings;
    }

    private static Finding writable(Path folder) {
        String trouble = WritableFolder.trouble(folder);
        return trouble == null ? Finding.fine(folder.toString(), "The folder can be written.") : Finding.amiss(folder.toString(), trouble);
    }
}
