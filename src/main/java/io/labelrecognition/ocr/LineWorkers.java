package io.labelrecognition.ocr;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Threads that lend whoever reads a photo a hand with its lines. The caller always works too, so nothing waits for a free thread, and
 * several callers at once share the helpers.
 */
final class LineWorkers implements AutoCloseable {
    private final ExecutorService helpers;
    private final int size;

    LineWorkers(int size) {
        this.size = size;
        helpers = size == 0 ? null : Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "label-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The results of a job for each item, in the items' order. */
    <T, R> List<R> each(List<T> items, Function<T, R> job) {
        Object[] results = new Object[items.size()];
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch open = new CountDownLatch(results.length);
        Runnable pull = () -> {
            for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
                try {
                    results[i] = failure.get() == null ? job.apply(items.get(i)) : null;
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    open.countDown();
                }
            }
        };
        for (int i = 0; i < Math.min(size, items.size() - 1); i++) {
            helpers.execute(pull);
        }
        pull.run();
        await(open);
        if (failure.get() instanceof CancellationException cancelled) {
            throw cancelled;
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a line could not be read: " + failure.get().getMessage(), failure.get());
        }
        @SuppressWarnings("unchecked")
        List<R> all = (List<R>) Arrays.asList(results);
        return all;
    }

    /** Waits even if interrupted, as the helpers still work for this caller; the interrupt is passed on. */
    private static void await(CountDownLatch open) {
        boolean interrupted = false;
        while (open.getCount() > 0) {
            try {
                open.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdown();
        }
    }
}
