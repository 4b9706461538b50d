package io.labelrecognition.client.inbox;

import io.labelrecognition.client.files.FileIdentity;
import io.labelrecognition.client.inbox.FilingPlan.Destination;
import io.labelrecognition.client.recognition.Conversation;
import io.labelrecognition.client.wire.Confidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What an inbox knows of a photo that it has taken up, until the photo is moved or left. Threads may share it. */
final class TakenPhoto {
    private final Path file;
    private final String name;
    private final FileIdentity identity;
    private final Object holder;
    private final long takenAt = System.nanoTime();
    /** The conversations about it that wait for where it ends; a host's route may have had others than ours. */
    private final Queue<Conversation> ended = new ConcurrentLinkedQueue<>();
    private volatile Destination destination;
    private volatile String exchangeId;
    private volatile Confidence confidence;

    /**
     * @param name   its name below the inbox, folders included
     * @param holder the mark under which it is this node's
     * @throws IOException if it is gone
     */
    TakenPhoto(Path file, String name, Object holder) throws IOException {
        this.holder = holder;
        this.file = file;
        this.name = name;
        this.identity = FileIdentity.of(file);
    }

    Path file() {
        return file;
    }

    String name() {
        return name;
    }

    Object holder() {
        return holder;
    }

    FileIdentity identity() {
        return identity;
    }

    /** Whether another photo lies in its place by now, or none: that one is not to be moved for it. */
    boolean isReplaced() {
        return !identity.isStill(file);
    }

    /** The exchange that carries it; null until there is one. */
    String exchangeId() {
        return exchangeId;
    }

    void isOnItsWayIn(String exchange) {
        this.exchangeId = exchange;
    }

    /** A conversation about it is over; it is settled when the photo is where it belongs. */
    void ended(Conversation recognition) {
        ended.add(recognition);
    }

    double seconds() {
        return (System.nanoTime() - takenAt) / 1e9;
    }

    /** Calls that count, where a conversation of ours made them. */
    int calls() {
        return ended.stream().mapToInt(Conversation::getCalls).sum();
    }

    /** The task at the service; null where a conversation of ours had none. */
    String taskId() {
        return ended.stream().map(Conversation::getTaskId).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** How sure the reader is; null where it did not say. */
    Confidence confidence() {
        return confidence;
    }

    void isRead(Confidence sureness) {
        this.confidence = sureness;
    }

    /** What it took, for the log: seconds since it was taken up, and calls where a conversation of ours made them. */
    String cost() {
        String seconds = String.format(Locale.ROOT, "%.1f s", seconds());
        int calls = calls();
        return ended.isEmpty() ? seconds : seconds + ", " + calls + (calls == 1 ? " call" : " calls");
    }

    /** Where it and what came of it go; null until that is known. */
    Destination destination() {
        return destination;
    }

    void goesTo(Destination place) {
        this.destination = place;
    }

    /**
     * It is where it belongs, and so are its texts or its reason. Of one that was read and failed all the same nobody has the text: the
     * journal keeps it for when the photo is moved back.
     */
    void settled() {
        for (Conversation recognition : ended) {
            if (destination.isDelivered() || recognition.getFailure() != null) {
                recognition.settled(true);
            }
        }
    }
}
