package io.labelrecognition.ocr.model;

import java.util.function.Supplier;

/** A network that is loaded when it is first asked for: until then it takes no memory. Threads may share it. */
public final class LateNetwork implements AutoCloseable {
    private final Supplier<Network> loading;
    private Network network;

    public LateNetwork(Supplier<Network> loading) {
        this.loading = loading;
    }

    public synchronized Network get() {
        if (network == null) {
            network = loading.get();
        }
        return network;
    }

    @Override
    public synchronized void close() {
        if (network != null) {
            network.close();
        }
    }
}
