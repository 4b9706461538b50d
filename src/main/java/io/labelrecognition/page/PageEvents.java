package io.labelrecognition.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells each open page what changes, by server-sent events: the state, what was read, and the failed photos. Nothing is looked at while no page is
 * open. Threads may share it.
 */
final class PageEvents implements AutoCloseable {
    private static final int MOST_WATCHERS = 64;
    private static final long BETWEEN_LOOKS = Duration.ofMillis(500).toMillis();
    /** A listing of the failed photos is a walk through their folder. */
    private static final int LOOKS_BETWEEN_LISTINGS = 4;
    private static final int LOOKS_BETWEEN_SIGNS_OF_LIFE = 30;
    private static final long BETWEEN_LOOKS_AT_STORES = Duration.ofSeconds(5).toMillis();

    private final String boot;
    private final ReadHistory history;
    private final Callable<String> state;
    private final Callable<String> failures;
    private final StoreWatch nodes;
    private final Vertx vertx;
    private final WorkerExecutor work;
    private final long timer;
    private final long storeTimer;
    /** What each open page has been told, by its answer that never ends. */
    private final Map<HttpServerResponse, Watcher> watchers = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookingAtStores = new AtomicBoolean();

    // of the one that looks
    private long looks;
    // guarded by this
    private String listed = "[]";

    /**
     * @param boot     what tells this run of the application from others
     * @param state    the state as JSON
     * @param failures the failed photos as JSON, as they lie there now
     * @param nodes    the machines that share a store
     * @param work     threads for what takes time
     */
    PageEvents(String boot, ReadHistory history, Callable<String> state, Callable<String> failures, StoreWatch nodes, Vertx vertx, WorkerExecutor work) {
        this.boot = boot;
        this.history = history;
        this.state = state;
        this.failures = failures;
        this.nodes = nodes;
        this.vertx = vertx;
        this.work = work;
        timer = vertx.setPeriodic(BETWEEN_LOOKS, tick -> look());
        storeTimer = vertx.setPeriodic(BETWEEN_LOOKS_AT_STORES, tick -> lookAtStores());
    }

    private static final class Watcher {
        private long read;
        private String state = "";
        private String failures = "";
    }

    /**
     * Begins an answer that never ends.
     *
     * @return false where as many are open as can be
     */
    boolean watch(HttpServerRequest request) {
        if (watchers.size() >= MOST_WATCHERS) {
            return false;
        }
        Watcher watcher = new Watcher();
        String seen = request.getHeader("Last-Event-ID");
        String after = seen != null && seen.startsWith(boot + "-") ? seen.substring(boot.length() + 1) : request.getParam("after");
        watcher.read = after != null && after.matches("\\d{1,15}") ? Long.parseLong(after) : history.last();
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> watchers.remove(response));
        response.exceptionHandler(thrown -> watchers.remove(response));
        response.write("retry: 2000\n\n");
        watchers.put(response, watcher);
        lookAtStores();
        return true;
    }

    /** Looks at the failed photos now, rather than at the next turn. */
    synchronized void listFailures() throws Exception {
        listed = failures.call();
    }

    private synchronized String listed() {
        return listed;
    }

    private void look() {
        if (watchers.isEmpty() || !looking.compareAndSet(false, true)) {
            return;
        }
        long number = looks++;
        work.<Void>executeBlocking(() -> {
            if (number % LOOKS_BETWEEN_LISTINGS == 0) {
                listFailures();
            }
            String now = state.call();
            for (Map.Entry<HttpServerResponse, Watcher> watcher : watchers.entrySet()) {
                tell(watcher.getKey(), watcher.getValue(), now, number % LOOKS_BETWEEN_SIGNS_OF_LIFE == 0);
            }
            return null;
        }).onComplete(done -> looking.set(false));
    }

    /** By itself: where the database is away it takes long, and all else is shown meanwhile. */
    private void lookAtStores() {
        if (watchers.isEmpty() || !lookingAtStores.compareAndSet(false, true)) {
            return;
        }
        work.<Void>executeBlocking(() -> {
            nodes.look();
            return null;
        }, false).onComplete(done -> lookingAtStores.set(false));
    }

    private void tell(HttpServerResponse response, Watcher watcher, String now, boolean signOfLife) throws JsonProcessingException {
        if (response.closed() || response.ended()) {
            watchers.remove(response);
            return;
        }
        if (response.writeQueueFull()) {
            // whoever reads so slowly gets the rest later, all at once
            return;
        }
        StringBuilder news = new StringBuilder();
        if (!now.equals(watcher.state)) {
            watcher.state = now;
            news.append("event: state\ndata: ").append(now).append("\n\n");
        }
        for (ReadHistory.Entry entry : history.after(watcher.read)) {
            watcher.read = entry.id();
            news.append("event: read\nid: ").append(boot).append('-').append(entry.id()).append("\ndata: ").append(Page.json(PageState.Read.of(entry)))
                    .append("\n\n");
        }
        String those = listed();
        if (!those.equals(watcher.failures)) {
            watcher.failures = those;
            news.append("event: failures\ndata: ").append(those).append("\n\n");
        }
        if (news.isEmpty() && signOfLife) {
            news.append(":\n\n");
        }
        if (!news.isEmpty()) {
            response.write(news.toString());
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(storeTimer);
        watchers.keySet().forEach(HttpServerResponse::end);
    }
}
