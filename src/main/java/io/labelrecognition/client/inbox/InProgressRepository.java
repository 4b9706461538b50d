package io.labelrecognition.client.inbox;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/**
 * The photos that an inbox has taken up and not yet finished, by path. Camel removes each when it is finished, so the map needs no bound.
 *
 * <p>The least recently used cache that Camel takes by default remembers every change. After a hundred thousand photos of different names
 * it looks through all of its changes with each further photo, for some 50 ms.
 */
public final class InProgressRepository extends MemoryIdempotentRepository {
    /** Nothing in progress. */
    public InProgressRepository() {
        super(new ConcurrentHashMap<>());
    }
}
