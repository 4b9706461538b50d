package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Circuit;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.circuit.CircuitBreakers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keeps an inbox from taking photos: the circuits to the services that have kept one of its photos waiting (which account reads them is
 * the recognition's own affair), and one of its own, which is open while what was read cannot be put where it belongs. Threads may
 * share it.
 */
public final class InboxCircuits {
    private final Set<Circuit> met = ConcurrentHashMap.newKeySet();

    // set once, before the first poll
    private InboxFolders folders;
    private CircuitBreakers breakers;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
    }

    /** The circuit breakers of the Camel context. */
    public void setBreakers(CircuitBreakers breakers) {
        this.breakers = breakers;
    }

    /** Whether no photo is to be taken now. */
    boolean areOpen() {
        return own().isOpen() || met.stream().anyMatch(Circuit::isOpen);
    }

    /** A photo came back because this circuit is open. */
    void meet(Circuit circuit) {
        met.add(circuit);
    }

    /** The inbox's own. */
    CircuitBreaker own() {
        return breakers.of(CircuitBreakers.Kind.INBOX, folders.inbox(), folders.inbox().toString());
    }
}
