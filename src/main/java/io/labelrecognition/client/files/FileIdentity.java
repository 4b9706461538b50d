package io.labelrecognition.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells a file from one that has taken its place, or was written anew: a photo is in nobody's way only once it is whole, so whatever is
 * done to it afterwards shows in one of these.
 *
 * @param key the inode where there are such; null elsewhere
 */
public record FileIdentity(Object key, long size, FileTime changed) {

    /** @throws IOException if there is no such file */
    public static FileIdentity of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileIdentity(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    }

    /** Whether this is still what lies there; not where it is gone. */
    public boolean isStill(Path file) {
        try {
            return equals(of(file));
        } catch (IOException e) {
            return false;
        }
    }
}
