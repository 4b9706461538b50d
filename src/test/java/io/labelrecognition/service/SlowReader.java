package io.labelrecognition.service;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * "Reads" photos whose bytes are their text, one for each permit that a test gives.
 *
 * <p>The photo {@code unreadable} is refused, {@code fault} throws, {@code nothing} holds no text, {@code torn} is read with a warning.
 */
final class SlowReader implements PhotoReader {
    final Semaphore permits;
    final Queue<String> read = new ConcurrentLinkedQueue<>();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    volatile ReadingOptions lastOptions;
    volatile boolean closed;

    SlowReader(int permits) {
        this.permits = new Semaphore(permits);
    }

    static SlowReader unbounded() {
        return new SlowReader(Integer.MAX_VALUE);
    }

    @Override
    public Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
        String text = new String(photo, StandardCharsets.UTF_8);
        read.add(text);
        lastOptions = options;
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw new UnreadablePhotoException("interrupted");
        } finally {
            atOnce.decrementAndGet();
        }
        return switch (text) {
            case "unreadable" -> throw new UnreadablePhotoException("This is no photo.");
            case "fault" -> throw new IndexOutOfBoundsException("secret inside");
            case "nothing" -> new Reading(List.of(), List.of());
            case "torn" -> new Reading(List.of(line("TORN", 1)), List.of("The file ends early."));
            default -> new Reading(List.of(line(text, 0.9), line("SECOND", 0.55555)), List.of());
        };
    }

    private static Line line(String text, double confidence) {
        return new Line(text, List.of(), confidence);
    }

    @Override
    public void close() {
        closed = true;
    }
}
