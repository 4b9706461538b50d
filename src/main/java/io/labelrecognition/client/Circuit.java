package io.labelrecognition.client;

/** What stands between photos and a service, or a folder: open while nothing can pass. Threads may share it. */
public interface Circuit {
    /** Whether nothing is to be tried now. */
    boolean isOpen();

    /** Whether others get past it now, though not the one that has just met it. */
    default boolean isBypassed() {
        return false;
    }
}
