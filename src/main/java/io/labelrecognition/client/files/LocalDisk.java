package io.labelrecognition.client.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk as it is. */
final class LocalDisk implements Disk {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public Appendable open(Path file) throws IOException {
        try {
            Files.createFile(file, OwnerOnly.file());
        } catch (FileAlreadyExistsException e) {
            OwnerOnly.tighten(file);
        }
        return new Growing(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Where folders cannot be opened (Windows) renames are journalled anyway. */
    @Override
    public void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder {} cannot be forced to disk: {}", folder, e.toString());
        }
    }

    /** Not a channel: one interrupted thread would close it for all. */
    private static final class Growing implements Appendable {
        // guarded by this, but for forcing, which must hold nobody up
        private final RandomAccessFile file;

        private Growing(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public synchronized void append(byte[] bytes) throws IOException {
            file.seek(file.length());
            file.write(bytes);
        }

        @Override
        public synchronized byte[] read(long position, int length) throws IOException {
            if (position + length > file.length()) {
                throw new EOFException("There are " + file.length() + " bytes, and not " + (position + length));
            }
            byte[] bytes = new byte[length];
            file.seek(position);
            file.readFully(bytes);
            return bytes;
        }

        @Override
        public synchronized void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public synchronized void close() throws IOException {
            file.close();
        }
    }
}
