package io.labelrecognition.client.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but the owner of the application may read, where the file system knows such rights. */
public final class OwnerOnly {
    private static final boolean KNOWN = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {
    }

    /** What a file is made with. */
    public static FileAttribute<?>[] file() {
        return KNOWN ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(FILE)} : new FileAttribute<?>[0];
    }

    /** Makes a folder; one that is there stays as it is: it may hold more than ours. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, KNOWN ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(FOLDER)} : new FileAttribute<?>[0]);
    }

    /** Takes the rights of others from a file that was made without that in mind. */
    public static void tighten(Path file) throws IOException {
        if (KNOWN && !Files.getPosixFilePermissions(file).equals(FILE)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }
}
