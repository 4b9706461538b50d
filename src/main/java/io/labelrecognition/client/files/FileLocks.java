package io.labelrecognition.client.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Locks that keep other processes from a file, and other Camel contexts of this one.
 *
 * <p>The operating system gives a lock back when a process ends, however it ends; but on POSIX it also gives all locks of a process on a
 * file back when the process closes any channel of that file. So the contexts of one process are told apart before a channel is opened.
 * Threads may share it.
 */
public final class FileLocks {
    /** Of the whole process, as the operating system's own are: this class may be loaded more than once in it, its set is one. */
    private static final Set<String> HELD = held();

    private FileLocks() {
    }

    @SuppressWarnings("unchecked")
    private static Set<String> held() {
        return (Set<String>) System.getProperties().computeIfAbsent(FileLocks.class.getName(), unused -> new HashSet<String>());
    }

    /** A lock that is held until it is closed. */
    public static final class Held implements AutoCloseable {
        private final Path key;
        private final FileChannel channel;

        private Held(Path key, FileChannel channel) {
            this.key = key;
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                free(key);
            }
        }
    }

    /**
     * @param file is made where it is not there; its folder has to be
     * @return null where another process, or another context of this one, has it
     */
    public static Held tryLock(Path file) throws IOException {
        Path key = key(file);
        synchronized (HELD) {
            if (!HELD.add(key.toString())) {
                return null;
            }
        }
        return locked(file, key, FileChannel::tryLock);
    }

    /**
     * Waits for the lock.
     *
     * @throws InterruptedIOException if the thread is interrupted meanwhile
     */
    public static Held lock(Path file) throws IOException {
        Path key = key(file);
        synchronized (HELD) {
            try {
                while (!HELD.add(key.toString())) {
                    HELD.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while another held " + file);
            }
        }
        return locked(file, key, FileChannel::lock);
    }

    private static Held locked(Path file, Path key, Locking locking) throws IOException {
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
            lock = locking.of(channel);
            return lock == null ? null : new Held(key, channel);
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                free(key);
            }
        }
    }

    private static void free(Path key) {
        synchronized (HELD) {
            HELD.remove(key.toString());
            HELD.notifyAll();
        }
    }

    private static Path key(Path file) throws IOException {
        return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    }

    @FunctionalInterface
    private interface Locking {
        FileLock of(FileChannel channel) throws IOException;
    }

    /** Whether the lock is on the file that lies there now. */
    public static Object identity(Path file) throws IOException {
        Object key = FileIdentity.of(file).key();
        return key != null ? key : Files.getAttribute(file, "creationTime");
    }
}
