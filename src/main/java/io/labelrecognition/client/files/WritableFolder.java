package io.labelrecognition.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether something can be written in a folder, found by writing it: rights alone say nothing of a disk that is full or read-only. */
public final class WritableFolder {
    /** Bytes: more than a full disk may have left over. */
    private static final int PROBE = 1 << 13;

    private WritableFolder() {
    }

    /** @return what is wrong with the folder, which is made where there is none; null where nothing is */
    public static String trouble(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, ".label-recognition", ".part");
            try {
                Files.write(probe, new byte[PROBE]);
            } finally {
                Files.delete(probe);
            }
            return null;
        } catch (IOException e) {
            return folder + " cannot be written: " + e;
        }
    }
}
