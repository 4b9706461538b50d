package io.labelrecognition.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two halves of a folder of photos. Thresholds are chosen on the first, and a gain that the second does not show is none. The name of a photo
 * says once and for all which half it is of, whatever comes to the folder later.
 */
enum Half {
    TUNING, VALIDATION;

    static Half of(Path photo) {
        String name = photo.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return values()[hash[0] & 1];
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
