package io.labelrecognition.service;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Who calls: the application itself, or others on this machine. What others send arrives as slowly as they like, and a thread waits for
 * each, so no more of it at once than leaves threads for the rest. Threads may share it.
 */
final class Callers {
    private static final int FORMS = 6;
    /** Of the 20 threads that a server of the host's has. */
    private static final int PHOTOS = 12;
    /** Of the threads that {@link LocalServer} has. */
    private static final int PHOTOS_AT_OUR_SERVER = 48;
    /** Somebody may find the application's own port; that the rest is served even then. */
    private static final int OWN_PHOTOS = 60;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Semaphore forms = new Semaphore(FORMS);
    private final Semaphore ownForms = new Semaphore(FORMS);
    private final Semaphore ownPhotos = new Semaphore(OWN_PHOTOS);
    // set once, before the first request
    private volatile Semaphore photos = new Semaphore(PHOTOS);
    private volatile LocalServer server;

    /** A place for what somebody sends. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    void servedBy(LocalServer ours) {
        this.server = ours;
        this.photos = new Semaphore(PHOTOS_AT_OUR_SERVER);
    }

    boolean isOwn(HttpServerRequest request) {
        LocalServer ours = server;
        return ours != null && ours.isOwn(request);
    }

    /** @throws RequestRefusedException if all places are held */
    Place form(HttpServerRequest request) {
        return place(isOwn(request) ? ownForms : forms);
    }

    /** @throws RequestRefusedException if all places are held */
    Place photo(HttpServerRequest request) {
        return place(isOwn(request) ? ownPhotos : photos);
    }

    private static Place place(Semaphore places) {
        if (!places.tryAcquire()) {
            throw RequestRefusedException.busy(BUSY);
        }
        return places::release;
    }
}
