package io.labelrecognition.client.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/** Puts a photo into an inbox that somebody hands in, whole or not at all. */
public final class Upload {
    private Upload() {
    }

    /** A photo that the inbox would never take up; the message says why. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Where the name is taken, the photo gets a number.
     *
     * @param include the endings of photos, with commas between
     * @param name    of a file, without folders
     * @param photo   its bytes; where they end early with an exception, nothing is left of it
     * @return the name that it has got
     * @throws RefusedException if the inbox would not take a file of this name
     */
    public static String into(Path inbox, String include, String name, InputStream photo) throws IOException, RefusedException {
        String refusal = refusal(include, name);
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        Files.createDirectories(inbox);
        Path arriving = inbox.resolve("." + UUID.randomUUID() + ".part");
        try {
            Files.copy(photo, arriving);
            return FilingPlan.moveToFreeName(arriving, inbox, name).getFileName().toString();
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    private static String refusal(String include, String name) {
        if (name == null || name.isBlank() || name.matches(".*[/\\\\\\p{Cntrl}\\uFFFD].*") || !InboxFilter.isPhotoName(name)) {
            return "This is no name for a photo: it begins with a dot, is one of a file that is being written, or has a character that no name may"
                    + " have here.";
        }
        if (InboxFilter.isTooLong(name)) {
            return "The name is too long for that of its text.";
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean isIncluded = name.indexOf('.') > 0 && Arrays.stream(include.split(",")).anyMatch(one -> one.strip().equalsIgnoreCase(ending));
        return isIncluded ? null : "Photos are " + include + " (label.include).";
    }
}
