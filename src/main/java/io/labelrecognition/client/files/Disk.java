package io.labelrecognition.client.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What is asked of a disk by whoever writes what must outlive the machine, so that a test can be a disk that breaks. Files that are made
 * are for their owner alone. Threads may share it.
 */
public interface Disk {
    /** The disk of this machine. */
    Disk LOCAL = new LocalDisk();

    /** A file that grows. Threads may share it. */
    interface Appendable extends Closeable {
        /** Adds to its end. Where this fails, some of it may have been added. */
        void append(byte[] bytes) throws IOException;

        /** @throws IOException if there is not so much, too */
        byte[] read(long position, int length) throws IOException;

        void truncate(long length) throws IOException;

        /** All that was added is on disk when this returns. Where this fails, none of it need be, whatever a later call says. */
        void force() throws IOException;
    }

    boolean exists(Path file);

    /** @throws IOException if it is not there, too */
    InputStream read(Path file) throws IOException;

    /** Makes the file where it is not there; its folder has to be. */
    Appendable open(Path file) throws IOException;

    /** In place of what has the name, all at once; on disk only when the {@linkplain #forceFolder folder} is. */
    void rename(Path from, Path to) throws IOException;

    void deleteIfExists(Path file) throws IOException;

    /** The names in it are on disk when this returns. */
    void forceFolder(Path folder) throws IOException;

    /** A whole file, the old content or the new whatever happens, and the new when this returns. Not for two threads and one file at once. */
    default void write(Path file, byte[] content) throws IOException {
        Path part = part(file);
        deleteIfExists(part);
        try (Appendable whole = open(part)) {
            whole.append(content);
            whole.force();
        }
        rename(part, file);
        forceFolder(file.getParent());
    }

    /** What a file is called until it is whole. */
    static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }
}
