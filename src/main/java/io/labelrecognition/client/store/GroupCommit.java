package io.labelrecognition.client.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many threads wait for one write: the first to come writes for all that came while the last write went on. Changes are numbered by whoever
 * makes them, upwards from 1. Threads share it.
 */
final class GroupCommit {
    private final String purpose;
    private final ReentrantLock writing = new ReentrantLock();
    /** The last change that is on disk. Guarded by writing. */
    private long durable;

    /** @param purpose what is waited for, in words that follow "while" */
    GroupCommit(String purpose) {
        this.purpose = purpose;
    }

    /** Puts on disk what there is. One at a time. */
    interface Write {
        /** @return the number of the last change that is on disk now */
        long commit() throws IOException;
    }

    /**
     * Returns when a change is on disk, whoever has written it.
     *
     * @throws InterruptedIOException if the thread is interrupted while another writes: the change goes on without it
     */
    void await(long change, Write write) throws IOException {
        if (!writing.tryLock()) {
            try {
                writing.lockInterruptibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while " + purpose);
            }
        }
        try {
            if (durable < change) {
                durable = write.commit();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Writes when nobody else does, whether or not there is a change. */
    void alone(Write write) throws IOException {
        writing.lock();
        try {
            durable = Math.max(durable, write.commit());
        } finally {
            writing.unlock();
        }
    }
}
