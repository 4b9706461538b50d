package io.labelrecognition.client.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that survive a crash of the machine: the old content or the new, never something between. Only their owner may read them. */
public final class DurableFile {
    private static final Set<StandardOpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    private static final Logger LOG = LoggerFactory.getLogger(DurableFile.class);

    private DurableFile() {
    }

    /** On disk when this returns. Not for two threads and one file at once. */
    public static void write(Path file, byte[] content) throws IOException {
        replace(file, content, true);
        forceFolder(file.getParent());
    }

    /** As {@link #write}, but on disk only when the system finds the time: it outlives the process, and not the machine. */
    public static void writeUnforced(Path file, byte[] content) throws IOException {
        replace(file, content, false);
    }

    private static void replace(Path file, byte[] content, boolean force) throws IOException {
        Path folder = file.getParent();
        OwnerOnly.createFolders(folder);
        Path part = folder.resolve("." + file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, OPTIONS, OwnerOnly.file())) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The rename is on disk only when the folder is; where folders cannot be opened (Windows) renames are journalled anyway. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder {} cannot be forced to disk: {}", folder, e.toString());
        }
    }
}
