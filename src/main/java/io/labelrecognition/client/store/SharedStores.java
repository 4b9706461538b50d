package io.labelrecognition.client.store;

import java.util.Map;

/** The shared stores of a Camel context. */
public interface SharedStores {
    /**
     * @param name of the bean that is its data source
     * @throws IllegalArgumentException if there is no such bean
     */
    SharedStore of(String name);

    /** Those that there are by now, by their names. */
    Map<String, ? extends SharedStore> all();
}
