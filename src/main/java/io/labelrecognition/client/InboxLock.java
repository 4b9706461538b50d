package io.labelrecognition.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose inbox it is: one application at a time takes photos from a folder. The others stand by until it is gone; the operating system
 * gives the lock back when a process ends, however it ends.
 *
 * <p>Not for several threads at once.
 */
final class InboxLock implements AutoCloseable {
    static final String FILE = ".label-recognition.lock";
    private static final Logger LOG = LoggerFactory.getLogger(InboxLock.class);

    private final Path inbox;
    private FileChannel channel;
    private FileLock lock;
    private Object identity;
    private boolean said;

    InboxLock(Path inbox) {
        this.inbox = inbox;
    }

    /** Whether the inbox is ours. A folder that was removed and made again has to be taken again. */
    boolean isOurs() {
        Path file = inbox.resolve(FILE);
        try {
            if (lock != null && Files.exists(file) && identity(file).equals(identity)) {
                return true;
            }
            close();
            if (!Files.isDirectory(inbox)) {
                return false;
            }
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = tryLock();
            if (lock == null) {
                close();
                say();
                return false;
            }
            identity = identity(file);
            if (said) {
                LOG.info("{}: the other application is gone, taking over", inbox);
                said = false;
            }
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be locked: {}", inbox, e.toString());
            return false;
        }
    }

    private FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // another Camel context of this process has it
            return null;
        }
    }

    private void say() {
        if (!said) {
            LOG.warn("{}: another application takes the photos from this inbox; standing by until it is gone", inbox);
            said = true;
        }
    }

    /** The inode where there are such, else when the file was made. */
    private static Object identity(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.fileKey() != null ? attributes.fileKey() : attributes.creationTime();
    }

    @Override
    public void close() throws IOException {
        lock = null;
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
