package io.labelrecognition.client.metrics;

import java.util.List;

/** All that is measured: the name as Micrometer has it, of which Prometheus makes its own, and the names of the labels. */
public enum Metric {
    /** Counted when a photo is moved, or stays where it was. Outcomes: {@code read}, {@code failed}, {@code stayed}. */
    PHOTOS("label.photos", null, "Photos by what became of them: read, failed, or stayed in the inbox", List.of("inbox", "outcome")),
    PHOTOS_IN_FLIGHT("label.photos.in.flight", null, "Photos that are taken up", List.of("inbox")),
    PHOTOS_WAITING("label.photos.waiting", null, "Photos that lay in the inbox at the last look and are not taken up", List.of("inbox")),
    /** Kinds: {@code token}, {@code send}, {@code fetch}; the status is {@code none} where there was no whole answer. */
    CALLS("label.calls", null, "Calls of the service by kind (token, send, fetch) and HTTP status, none where there was no whole answer",
            List.of("account", "kind", "status")),
    CALLS_LEFT("label.calls.left", null, "Calls that the account may still make this month", List.of("account")),
    TOKEN_RENEWALS("label.token.renewals", null, "Access tokens that the service gave", List.of("account")),
    SERVICE_LATENCY("label.service.latency", "seconds", "From when the service took a photo until its result was here", List.of("account"),
            0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600),
    NOTICING_LAG("label.noticing.lag", "seconds",
            "How long a result may have lain there unnoticed: from the last answer that there was none yet until it was here", List.of("account"),
            0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60),
    PHOTO_POLLS("label.photo.polls", null, "How often the result of a photo was asked for", List.of("account"), 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30),
    CIRCUIT_OPEN("label.circuit.open", null, "1 while nothing passes, because no photo could succeed; 0 as a rule", List.of("circuit", "kind")),
    JOURNAL_SIZE("label.journal.size", "bytes", "The file of the journal", List.of("journal")),
    STORE_LEASE("label.store.lease", "seconds", "How long this node may still be silent before others take over what it does", List.of("store")),
    STORE_TASKS("label.store.tasks", null, "Photos that this node holds in the shared store", List.of("store")),
    STORE_CLAIMS("label.store.claims", null, "Photos of shared inboxes that this node has taken up, as the shared store has it", List.of("store")),
    STORE_NODES("label.store.nodes", null, "Nodes of the shared store that are alive", List.of("store")),
    READER_QUEUE("label.reader.queue", null, "Photos that wait for the local service to read them, or are being read", List.of()),
    READING("label.reading", "seconds", "How long the local service reads a photo", List.of(), 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10, 30);

    private final String id;
    private final String unit;
    private final String description;
    private final List<String> labels;
    private final double[] buckets;

    Metric(String id, String unit, String description, List<String> labels, double... buckets) {
        this.id = id;
        this.unit = unit;
        this.description = description;
        this.labels = labels;
        this.buckets = buckets;
    }

    String id() {
        return id;
    }

    /** Null where things are counted. */
    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    List<String> labels() {
        return labels;
    }

    /** The upper bounds of a histogram, in the unit. */
    double[] buckets() {
        return buckets;
    }
}
