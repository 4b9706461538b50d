package io.labelrecognition.ocr.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Native buffers that are used again: the networks read and write them in place, and fresh ones would be
 * freed only when the garbage collector comes by. Threads may share the pool.
 */
public final class FloatBuffers {
    private static final int SMALLEST = 1 << 16;

    private final Deque<FloatBuffer> spare = new ConcurrentLinkedDeque<>();

    /** A buffer of at least {@code size} floats, with whatever is left in it. */
    public FloatBuffer borrow(int size) {
        for (FloatBuffer buffer : spare) {
            if (buffer.capacity() >= size && buffer.capacity() <= Math.max(SMALLEST, 8 * size) && spare.remove(buffer)) {
                return buffer;
            }
        }
        // the next power of two, so that few sizes serve all photos
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(size - 1) << 1);
        return ByteBuffer.allocateDirect(4 * capacity).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    public void giveBack(FloatBuffer buffer) {
        spare.add(buffer);
    }
}
