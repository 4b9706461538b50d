package io.labelrecognition.client.inbox;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The inboxes of a Camel context whose routes there are, in the order of their making. Threads may share it. */
public final class Inboxes {
    private final Queue<InboxPhotos> inboxes = new ConcurrentLinkedQueue<>();
    private final LongAdder calls = new LongAdder();
    private final Queue<InboxListener> listeners = new ConcurrentLinkedQueue<>();

    /** Each by its photos. */
    public Collection<InboxPhotos> all() {
        return List.copyOf(inboxes);
    }

    /** A photo has left, read or not: so many calls were made for it. */
    void made(int more) {
        calls.add(more);
    }

    /** Calls that were made since the context started, for photos that are no longer in flight. */
    public long calls() {
        return calls.sum();
    }

    /** From now on it is told of each photo that is read. */
    public void listen(InboxListener listener) {
        listeners.add(listener);
    }

    /** @param photo put together where somebody listens */
    void read(Supplier<InboxListener.ReadPhoto> photo) {
        if (!listeners.isEmpty()) {
            InboxListener.ReadPhoto read = photo.get();
            listeners.forEach(listener -> listener.read(read));
        }
    }

    void add(InboxPhotos inbox) {
        inboxes.add(inbox);
    }

    void remove(InboxPhotos inbox) {
        inboxes.remove(inbox);
    }
}
