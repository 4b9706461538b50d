package io.labelrecognition.client.database;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what all threads of a node want written: one transaction at a time, with all that came while the last one went on. Threads share
 * it; they wait for what they want and not for the database.
 */
final class Writer implements AutoCloseable {
    private static final int LARGEST_BATCH = 256;
    /** What nobody waits for waits for this long, so that it need not have a transaction of its own. */
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration BEFORE_A_RETRY = Duration.ofMillis(500);
    private static final int TRIES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** In the order in which they are written: what is given back before what is taken. */
    private static final Map<Class<?>, Kind> KINDS = new LinkedHashMap<>();

    static {
        kind(TaskChanges.Put.class, TaskChanges.Put::write);
        kind(TaskChanges.NotMade.class, TaskChanges.NotMade::write);
        kind(TaskChanges.Release.class, TaskChanges.Release::write);
        kind(TaskChanges.Settle.class, TaskChanges.Settle::write);
        kind(TaskChanges.Claim.class, TaskChanges.Claim::write);
        kind(NameChanges.Release.class, NameChanges.Release::write);
        kind(NameChanges.Take.class, NameChanges.Take::write);
        kind(TaskChanges.Fetch.class, TaskChanges.Fetch::write);
        kind(TaskChanges.Send.class, TaskChanges.Send::write);
    }

    private final Connections connections;
    private final Thread thread;

    // guarded by this
    private final List<Change<?>> queue = new ArrayList<>();
    private int waitedFor;
    private long firstCame;
    private long notBefore = System.nanoTime();
    private boolean closed;

    Writer(Connections connections) {
        this.connections = connections;
        this.thread = new Thread(this::run, "label-store-writer");
        thread.setDaemon(true);
    }

    @FunctionalInterface
    private interface Kind {
        void write(Transaction transaction, List<Change<?>> changes) throws SQLException;
    }

    @FunctionalInterface
    private interface Writing<C> {
        void write(Transaction transaction, List<C> changes) throws SQLException;
    }

    private static <C extends Change<?>> void kind(Class<C> type, Writing<C> writing) {
        KINDS.put(type, (transaction, changes) -> writing.write(transaction, changes.stream().map(type::cast).toList()));
    }

    void start() {
        thread.start();
    }

    /**
     * Returns when the change is committed.
     *
     * @throws IOException if it could not be; one that lasts is written all the same, as soon as that can be
     */
    <T> T write(Change<T> change) throws IOException {
        add(change, true);
        try {
            return change.done().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the store was being written");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Nobody waits for the change, which lasts. */
    void later(Change<?> change) {
        add(change, false);
    }

    private synchronized void add(Change<?> change, boolean isWaitedFor) {
        if (closed) {
            change.done().completeExceptionally(new IOException("The store is closed"));
            return;
        }
        if (queue.isEmpty()) {
            firstCame = System.nanoTime();
        }
        queue.add(change);
        waitedFor += isWaitedFor ? 1 : 0;
        notifyAll();
    }

    private void run() {
        try {
            for (List<Change<?>> batch = next(); !batch.isEmpty(); batch = next()) {
                write(batch, TRIES);
            }
        } catch (InterruptedException e) {
            LOG.debug("Nothing is written any more", e);
        }
    }

    /** Empty when there is nothing more to do. */
    private synchronized List<Change<?>> next() throws InterruptedException {
        for (long pause = pause(); pause > 0; pause = pause()) {
            TimeUnit.NANOSECONDS.timedWait(this, pause);
        }
        Set<Object> subjects = new HashSet<>();
        List<Change<?>> batch = new ArrayList<>();
        List<Change<?>> rest = new ArrayList<>();
        for (Change<?> change : queue) {
            boolean isNext = change.subject() == null || subjects.add(change.subject());
            (isNext && batch.size() < LARGEST_BATCH ? batch : rest).add(change);
        }
        queue.clear();
        queue.addAll(rest);
        firstCame = System.nanoTime();
        waitedFor = rest.size();
        return batch;
    }

    /** Nanoseconds until there is something to write, or nothing will be. */
    private long pause() {
        long now = System.nanoTime();
        if (queue.isEmpty()) {
            return closed ? 0 : Long.MAX_VALUE;
        }
        return Math.max(notBefore - now, waitedFor > 0 || closed ? 0 : firstCame + LINGER.toNanos() - now);
    }

    private void write(List<Change<?>> batch, int tries) {
        try {
            transact(batch);
            batch.forEach(Change::committed);
        } catch (SQLException | RuntimeException e) {
            if (connections.isAway(e)) {
                putBack(batch, e);
            } else if (tries > 0 && e instanceof SQLException failure && String.valueOf(failure.getSQLState()).startsWith("40")) {
                // a deadlock, or the like: others have gone first
                write(batch, tries - 1);
            } else if (batch.size() > 1) {
                batch.forEach(change -> write(List.of(change), tries));
            } else if (e instanceof Transaction.SpentException && batch.get(0) instanceof TaskChanges.Send send) {
                send.refuse();
                write(batch, tries);
            } else {
                LOG.warn("The store could not write something: {}", e.toString());
                batch.get(0).done().completeExceptionally(e);
            }
        }
    }

    private void transact(List<Change<?>> batch) throws SQLException {
        connections.transact(transaction -> {
            for (Map.Entry<Class<?>, Kind> kind : KINDS.entrySet()) {
                List<Change<?>> changes = batch.stream().filter(kind.getKey()::isInstance).toList();
                if (!changes.isEmpty()) {
                    kind.getValue().write(transaction, changes);
                }
            }
            transaction.commit();
            return null;
        });
    }

    /** What has happened stays to be written, before what came since; who waits hears of the trouble. */
    private void putBack(List<Change<?>> batch, Exception trouble) {
        synchronized (this) {
            boolean isLast = closed;
            List<Change<?>> lasting = batch.stream().filter(change -> change.isLasting() && !isLast).toList();
            if (isLast && batch.stream().anyMatch(Change::isLasting)) {
                LOG.warn("The store is out of reach, and this application ends: what became of {} photos is not written there", batch.size());
            }
            queue.addAll(0, lasting);
            notBefore = System.nanoTime() + (isLast ? 0 : BEFORE_A_RETRY.toNanos());
        }
        batch.forEach(change -> change.done().completeExceptionally(trouble));
    }

    /** Writes what there is, where that can be done at once, and nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notBefore = System.nanoTime();
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
