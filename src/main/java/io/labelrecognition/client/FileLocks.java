package io.labelrecognition.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks that keep other processes from a file, and other Camel contexts of this one.
 *
 * <p>The operating system gives a lock back when a process ends, however it ends; but on POSIX it also gives all locks of a process on a
 * file back when the process closes any channel of that file. So the contexts of one process are told apart before a channel is opened.
 * Threads may share it.
 */
final class FileLocks {
    /** Of the whole process, as the operating system's own are. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private FileLocks() {
    }

    /** A lock that is held until it is closed. */
    static final class Held implements AutoCloseable {
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
                HELD.remove(key);
            }
        }
    }

    /**
     * @param file is made where it is not there; its folder has to be
     * @return null where another process, or another context of this one, has it
     */
    static Held tryLock(Path file) throws IOException {
        Path key = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!HELD.add(key)) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(key);
            }
        }
        return lock == null ? null : new Held(key, channel);
    }

    /** Whether the lock is on the file that lies there now. */
    static Object identity(Path file) throws IOException {
        Object key = FileIdentity.of(file).key();
        return key != null ? key : Files.getAttribute(file, "creationTime");
    }
}
