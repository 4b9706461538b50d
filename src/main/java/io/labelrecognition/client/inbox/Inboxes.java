package io.labelrecognition.client.inbox;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The inboxes of a Camel context whose routes there are, in the order of their making. Threads may share it. */
public final class Inboxes {
    private final Queue<InboxPhotos> inboxes = new ConcurrentLinkedQueue<>();

    /** Each by its photos. */
    public Collection<InboxPhotos> all() {
        return List.copyOf(inboxes);
    }

    void add(InboxPhotos inbox) {
        inboxes.add(inbox);
    }

    void remove(InboxPhotos inbox) {
        inboxes.remove(inbox);
    }
}
