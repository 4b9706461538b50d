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

    /** Parts of all photos, across the halves: what a method is worth has to show in most of them. */
    static final int FOLDS = 5;

    static Half of(Path photo) {
        return values()[hash(photo)[0] & 1];
    }

    /** Which of the five parts it is of, from 0. */
    static int fold(Path photo) {
        return (hash(photo)[1] & 0xff) % FOLDS;
    }

    private static byte[] hash(Path photo) {
        String name = photo.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
