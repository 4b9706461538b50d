package io.labelrecognition.service;

import io.labelrecognition.client.metrics.Measured;
import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.wire.RecognitionResult.Entry;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The photos that were sent, from queueing to the end of their results.
 *
 * <p>Photos wait in the order in which they came; a fixed number is read at once. What waits is bounded in number and in bytes. A result is
 * kept for a fixed time from the moment that its photo was sent; all results together are bounded in bytes, and the oldest go first, those that
 * were fetched before those that nobody has seen yet.
 *
 * <p>Threads may share an instance; none of its methods waits for a photo to be read but {@link #close()}.
 */
public final class RecognitionTasks implements AutoCloseable, Measured {
    private static final Logger LOG = LoggerFactory.getLogger(RecognitionTasks.class);
    private static final Duration BUSY = Duration.ofSeconds(2);
    /** What a finished task takes besides its text, roughly: objects, id, strings of the reply. */
    private static final int TASK_BYTES = 1024;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final PhotoReader reader;
    private final Clock clock;
    private final LocalServiceSettings settings;
    private final ThreadPoolExecutor readers;

    private volatile Metrics metrics = Metrics.NONE;
    private volatile BiConsumer<String, Reading> listener = (id, reading) -> { };

    // guarded by this
    private final Map<String, Task> tasks = new LinkedHashMap<>(); // in the order of sending, which is that of expiry
    private int unfinished;
    private long photoBytes;
    private long resultBytes;

    RecognitionTasks(PhotoReader reader, LocalServiceSettings settings, Clock clock) {
        this.reader = reader;
        this.clock = clock;
        this.settings = settings;
        AtomicInteger number = new AtomicInteger();
        this.readers = new ThreadPoolExecutor(settings.readers(), settings.readers(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "label-reader-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    void whenRead(BiConsumer<String, Reading> told) {
        listener = told;
    }

    @Override
    public void measuredIn(Metrics there) {
        metrics = there;
        there.gauge(Metric.READER_QUEUE, this::waiting);
    }

    private synchronized int waiting() {
        return unfinished;
    }

    /** Gets the reader ready in the background. */
    void warmUp() {
        readers.execute(reader::warmUp);
    }

    /**
     * Takes a place for a photo that is about to be received.
     *
     * @param bytes how large it may become; a photo that waits alone may be of any size
     * @throws RequestRefusedException if as many photos wait as may, or as many bytes
     */
    synchronized Place place(long bytes) {
        if (readers.isShutdown() || unfinished >= settings.maxTasks()
                || unfinished > 0 && photoBytes + bytes > settings.maxTaskBytes()) {
            throw RequestRefusedException.busy(BUSY);
        }
        unfinished++;
        photoBytes += bytes;
        return new Place(bytes);
    }

    /** A place among the photos that wait. Closing it gives it back, unless a photo has been sent to it. */
    final class Place implements AutoCloseable {
        // guarded by the tasks
        private final long bytes;
        private boolean taken;

        private Place(long bytes) {
            this.bytes = bytes;
        }

        /** @return the id of the photo's task */
        String send(PhotoRequest photo) {
            try {
                return queue(photo, RequestedReading.of(photo.settings()));
            } catch (RequestedReading.UnsupportedException e) {
                return refuse(e.getMessage());
            }
        }

        private String queue(PhotoRequest photo, RequestedReading reading) {
            synchronized (RecognitionTasks.this) {
                if (readers.isShutdown()) {
                    throw RequestRefusedException.busy(BUSY);
                }
                taken = true;
                photoBytes += photo.image().length - bytes;
                Task task = add(new Task(photo.image(), reading));
                readers.execute(task);
                return task.id;
            }
        }

        private String refuse(String message) {
            synchronized (RecognitionTasks.this) {
                Task task = add(new Task(null, null));
                task.finish(TaskReport.failed(task.id, message));
                return task.id;
            }
        }

        @Override
        public void close() {
            synchronized (RecognitionTasks.this) {
                if (!taken) {
                    taken = true;
                    release(bytes);
                }
            }
        }
    }

    /** What there is to say about a task, with its results. */
    public synchronized TaskReport result(String id) {
        Task task = known(id);
        if (task == null) {
            return TaskReport.unknown(id);
        }
        task.isFetched = task.isFinished();
        return task.report;
    }

    /** What there is to say about a task, without its results. */
    public synchronized TaskReport status(String id) {
        Task task = known(id);
        return task == null ? TaskReport.unknown(id) : task.report.statusOnly();
    }

    /** Null where there is no such task any more. */
    private Task known(String id) {
        dropExpired();
        return tasks.get(key(id));
    }

    /** Forgets a task. A photo that waits is not read; one that is being read is read no further. */
    public synchronized void cancel(String id) {
        Task task = tasks.get(key(id));
        if (task != null) {
            drop(task);
        }
    }

    private static String key(String id) {
        if (id == null || id.isBlank()) {
            throw RequestRefusedException.malformed("id is missing.");
        }
        return id.strip().toLowerCase(Locale.ROOT);
    }

    /** Stops reading. Photos that wait are given up; those being read have a few seconds to end, undisturbed. */
    @Override
    public void close() {
        synchronized (this) {
            readers.getQueue().clear();
            readers.shutdown();
        }
        try {
            if (readers.awaitTermination(PATIENCE_AT_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
                reader.close();
            } else {
                // models must not be freed under a photo that is being read: they end with the process
                LOG.warn("A photo is still being read after {} s: the text reader stays open", PATIENCE_AT_CLOSE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Task add(Task task) {
        dropExpired();
        tasks.put(task.id, task);
        return task;
    }

    private void dropExpired() {
        Instant limit = clock.instant().minus(settings.resultLifetime());
        Iterator<Task> oldestFirst = tasks.values().iterator();
        Task task;
        while (oldestFirst.hasNext() && !(task = oldestFirst.next()).sentAt.isAfter(limit)) {
            oldestFirst.remove();
            task.dropped();
        }
    }

    private void dropBeyondBound() {
        dropBeyondBound(task -> task.isFetched);
        dropBeyondBound(Task::isFinished);
    }

    private void dropBeyondBound(Predicate<Task> kind) {
        Iterator<Task> oldestFirst = tasks.values().iterator();
        while (resultBytes > settings.maxResultBytes() && oldestFirst.hasNext()) {
            Task task = oldestFirst.next();
            if (kind.test(task)) {
                oldestFirst.remove();
                task.dropped();
            }
        }
    }

    private void drop(Task task) {
        tasks.remove(task.id);
        task.dropped();
    }

    private void release(long bytes) {
        unfinished--;
        photoBytes -= bytes;
    }

    /** One photo. Its mutable fields are guarded by the tasks. */
    private final class Task implements Runnable {
        final String id = UUID.randomUUID().toString();
        final Instant sentAt = clock.instant();
        final RequestedReading reading;
        byte[] photo;
        /** The thread that reads it, while it does. */
        Thread reads;
        TaskReport report = TaskReport.pending(id);
        long size;
        /** Whether somebody has had its results. */
        boolean isFetched;

        Task(byte[] photo, RequestedReading reading) {
            this.photo = photo;
            this.reading = reading;
        }

        boolean isFinished() {
            return size > 0;
        }

        @Override
        public void run() {
            byte[] bytes;
            synchronized (RecognitionTasks.this) {
                bytes = photo;
                if (!isKept()) {
                    released();
                    return;
                }
                report = TaskReport.processing(id);
                reads = Thread.currentThread();
            }
            TaskReport end = read(bytes);
            synchronized (RecognitionTasks.this) {
                reads = null;
                // cancelled or not: the next photo is not
                Thread.interrupted();
                released();
                if (isKept()) {
                    finish(end);
                }
            }
        }

        private TaskReport read(byte[] bytes) {
            long began = System.nanoTime();
            try {
                Reading read = reader.read(bytes, reading.options());
                metrics.observe(Metric.READING, (System.nanoTime() - began) / 1e9);
                List<Entry> results = ResultFormat.entries(reading.formats(), bytes, read, reading.options(), settings.reviewBelow());
                listener.accept(id, read);
                return TaskReport.completed(id, read, results, reading.warnings());
            } catch (UnreadablePhotoException e) {
                return TaskReport.failed(id, e.getMessage());
            } catch (CancellationException e) {
                return TaskReport.failed(id, "The task was cancelled.");
            } catch (RuntimeException | Error e) {
                // whatever a photo does to the reader, it is this photo's end and not the thread's
                LOG.error("Task {}: the text reader failed", id, e);
                return TaskReport.failed(id, "The text reader failed on this photo (" + e.getClass().getSimpleName()
                        + "): the log of the service says more.");
            }
        }

        void finish(TaskReport end) {
            report = end;
            size = TASK_BYTES + end.bytes();
            resultBytes += size;
            dropBeyondBound();
        }

        /** What has to be put right when this task is no longer among the tasks. */
        void dropped() {
            resultBytes -= size;
            // a photo that a reader has in hand is released by that reader
            if (!isFinished() && readers.remove(this)) {
                released();
            } else if (reads != null) {
                reads.interrupt();
            }
        }

        private void released() {
            release(photo.length);
            photo = null;
        }

        private boolean isKept() {
            return tasks.get(id) == this;
        }
    }
}
