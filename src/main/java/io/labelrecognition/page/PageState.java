package io.labelrecognition.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.inbox.FailedPhotos;
import io.labelrecognition.client.inbox.InboxListener.ReadPhoto;
import io.labelrecognition.client.inbox.InboxPhotos;
import io.labelrecognition.client.inbox.Inboxes;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.SharedStores;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the page shows, as its JSON has it.
 *
 * @param boot   another one at each start of the application
 * @param calls  that were made this month, for photos that are no longer in flight
 * @param stores that are shared with other machines
 */
record PageState(String boot, List<InboxState> inboxes, List<Stop> stops, List<Budget> budgets, long calls, List<Store> stores) {
    /** Names that are shown of photos in flight. */
    private static final int MOST_NAMES = 100;

    /**
     * @param include the endings of photos
     * @param names   of some that are in flight
     */
    record InboxState(int id, String folder, String include, int inFlight, List<String> names, int waiting) {
    }

    /**
     * Why nothing passes.
     *
     * @param open whether nothing is tried now; else the next photo is a try
     */
    record Stop(String name, String kind, String reason, String message, boolean open) {
    }

    /** Of an account, for a month. */
    record Budget(String account, long left, long limit) {
    }

    /**
     * A shared store.
     *
     * @param trouble why it cannot be used; null where it can
     * @param nodes   as they were when it could
     */
    record Store(String trouble, List<SharedStore.Node> nodes) {
    }

    /** A photo that was read. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Read(long id, String name, String text, BigDecimal seconds, Integer calls, BigDecimal confidence, Boolean review, boolean outlined,
                String at) {
        static Read of(ReadHistory.Entry entry) {
            ReadPhoto photo = entry.photo();
            return new Read(entry.id(), photo.name(), photo.text(), rounded(photo.seconds(), 1), photo.calls(), rounded(photo.confidence(), 3),
                    photo.review() ? true : null, !entry.lines().isEmpty(), photo.at().toString());
        }

        private static BigDecimal rounded(Double value, int places) {
            return value == null ? null : BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
        }
    }

    /**
     * A photo that failed.
     *
     * @param id its inbox and name, for whoever asks to try it again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String id, String name, String reason, String detail, int attempts, String at) {
        static Failure of(int inbox, FailedPhotos.Failed failed) {
            return new Failure(id(inbox, failed), failed.name(), failed.report().reason(), failed.report().detail(), failed.report().attempts(),
                    failed.report().at());
        }

        static String id(int inbox, FailedPhotos.Failed failed) {
            return inbox + "/" + failed.name();
        }
    }

    /** @param naming what is shown of names and messages: the application's own service has an address that means nothing to anybody */
    static PageState of(String boot, Inboxes inboxes, CircuitBreakers circuits, CallLedgers ledgers, SharedStores stores, StoreWatch nodes, long calls,
                        UnaryOperator<String> naming) {
        List<InboxState> states = new ArrayList<>();
        for (InboxPhotos inbox : inboxes.all()) {
            states.add(new InboxState(states.size(), inbox.folders().inbox().toString(), inbox.include(), inbox.inFlight(), inbox.namesInFlight(MOST_NAMES),
                    inbox.progress().waiting()));
        }
        List<Stop> stops = new ArrayList<>();
        for (CircuitBreaker circuit : circuits.all()) {
            LabelRecognitionException trouble = circuit.lastTrouble();
            if (trouble != null) {
                stops.add(new Stop(naming.apply(circuit.name()), circuit.kind().name().toLowerCase(Locale.ROOT), trouble.getReason().toString(),
                        naming.apply(trouble.getMessage()), circuit.isOpen()));
            }
        }
        List<Budget> budgets = Stream.concat(Stream.<Map<String, ? extends CallQuota>>of(ledgers.all()), stores.all().values().stream().map(SharedStore::quotas))
                .flatMap(quotas -> quotas.entrySet().stream())
                .map(quota -> new Budget(naming.apply(quota.getKey()), quota.getValue().left(), quota.getValue().limit())).toList();
        return new PageState(boot, states, stops, budgets, calls, nodes.stores());
    }
}
