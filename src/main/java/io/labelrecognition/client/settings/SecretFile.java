package io.labelrecognition.client.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that stands alone in a file. */
public final class SecretFile {
    private SecretFile() {
    }

    /**
     * The secret as it stands there, but for one line end behind it.
     *
     * @throws IllegalArgumentException if it cannot be read; what is in it is not said
     */
    public static String read(String file) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("\\r?\\n\\z", "");
        } catch (IOException e) {
            throw new IllegalArgumentException("The secret in " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
