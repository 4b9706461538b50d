package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Printable;
import io.labelrecognition.client.files.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose inbox it is: one application at a time takes photos from a folder. The others stand by until it is gone. And whether it can be
 * worked in at all: what is wrong is said once, when it comes about, and when it is over.
 *
 * <p>Not for several threads at once.
 */
final class InboxLock implements AutoCloseable {
    static final String FILE = ".label-recognition.lock";
    private static final Logger LOG = LoggerFactory.getLogger(InboxLock.class);

    private final Path inbox;
    private FileLocks.Held lock;
    private Object identity;
    /** What was said last; null where all is well. */
    private String said;

    InboxLock(Path inbox) {
        this.inbox = inbox;
    }

    /** What else has to be right before photos are taken. */
    @FunctionalInterface
    interface Check {
        /** @return what is wrong, in words that follow the inbox; null where nothing is */
        String trouble() throws IOException;
    }

    /** Whether the inbox is ours, and photos can be taken from it. A folder that was removed and made again has to be taken again. */
    boolean isOurs() {
        return isUsable(() -> {
            if (isHeld()) {
                return null;
            }
            close();
            lock = FileLocks.tryLock(inbox.resolve(FILE));
            if (lock == null) {
                return "another application takes the photos from this inbox; standing by until it is gone";
            }
            identity = FileLocks.identity(inbox.resolve(FILE));
            return null;
        });
    }

    /** Whether photos can be taken from the inbox, as far as its folder goes and somebody else knows. */
    boolean isUsable(Check further) {
        try {
            String trouble = trouble();
            String more = trouble == null ? further.trouble() : trouble;
            say(more);
            return more == null;
        } catch (IOException e) {
            say("the inbox cannot be written (" + e + "), so no photo can be taken from it");
            return false;
        }
    }

    /** Whether nobody has the inbox for itself alone. */
    boolean isFree() throws IOException {
        try (FileLocks.Held held = FileLocks.tryLock(inbox.resolve(FILE))) {
            return held != null;
        }
    }

    private boolean isHeld() throws IOException {
        Path file = inbox.resolve(FILE);
        return lock != null && Files.exists(file) && FileLocks.identity(file).equals(identity);
    }

    private String trouble() throws IOException {
        if (!Files.isDirectory(inbox)) {
            close();
            return Files.exists(inbox) ? "the inbox is a file, not a folder: put a folder in its place"
                    : "the inbox is gone: make it again, and photos are taken from it again";
        }
        if (!Files.isReadable(inbox) || !Files.isExecutable(inbox)) {
            return "the inbox cannot be read: give this application the right to list it";
        }
        if (!Files.isWritable(inbox)) {
            return "the inbox cannot be written, so no photo can be taken from it: give this application the right to move photos out";
        }
        return null;
    }

    private void say(String trouble) {
        if (trouble != null && !trouble.equals(said)) {
            LOG.warn("{}: {}", Printable.of(inbox), trouble);
        } else if (trouble == null && said != null) {
            LOG.info("{}: working again", Printable.of(inbox));
        }
        said = trouble;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
