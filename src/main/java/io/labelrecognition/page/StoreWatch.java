package io.labelrecognition.page;

import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.SharedStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of the shared stores, as they were when somebody looked last: a look asks the database, and may take as long as that. Threads share it. */
final class StoreWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final SharedStores stores;
    private volatile Map<String, List<SharedStore.Node>> nodes = Map.of();

    StoreWatch(SharedStores stores) {
        this.stores = stores;
    }

    /** What cannot be looked at is shown as it was. */
    void look() {
        Map<String, List<SharedStore.Node>> now = new LinkedHashMap<>();
        stores.all().forEach((name, store) -> {
            try {
                now.put(name, store.nodes());
            } catch (IOException e) {
                LOG.debug("The nodes of {} cannot be listed: {}", name, e.toString());
                now.put(name, nodes.getOrDefault(name, List.of()));
            }
        });
        nodes = now;
    }

    List<PageState.Store> stores() {
        Map<String, List<SharedStore.Node>> known = nodes;
        List<PageState.Store> all = new ArrayList<>();
        stores.all().forEach((name, store) -> all.add(new PageState.Store(store.trouble(), known.getOrDefault(name, List.of()))));
        return all;
    }
}
