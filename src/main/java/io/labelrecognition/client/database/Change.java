package io.labelrecognition.client.database;

import java.util.concurrent.CompletableFuture;

/**
 * What somebody wants written, together with what others want.
 *
 * @param <T> what comes of it
 */
abstract class Change<T> {
    private final Object subject;
    private final long node;
    private final boolean isLasting;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private T result;

    /**
     * @param subject   changes of the same one are written in their order, each in a transaction of its own; null where there is no order
     * @param node      the fence: where another has taken over, nothing is written
     * @param isLasting whether it has happened, and so is written however long that takes; else nothing happens unless it is written now
     */
    Change(Object subject, long node, boolean isLasting) {
        this.subject = subject;
        this.node = node;
        this.isLasting = isLasting;
    }

    Object subject() {
        return subject;
    }

    long node() {
        return node;
    }

    boolean isLasting() {
        return isLasting;
    }

    /** Completed when it is committed, or could not be. */
    CompletableFuture<T> done() {
        return done;
    }

    /** What comes of it if the transaction is committed. */
    void result(T value) {
        result = value;
    }

    T result() {
        return result;
    }

    void committed() {
        done.complete(result);
    }
}
