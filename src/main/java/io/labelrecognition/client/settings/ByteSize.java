package io.labelrecognition.client.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as they stand in settings. */
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMG]?)B?", Pattern.CASE_INSENSITIVE);

    private ByteSize() {
    }

    /**
     * @param text a number of bytes, or one with a unit: {@code 20MB}; a KB is 1024 bytes
     * @throws IllegalArgumentException if it is neither
     */
    public static long parse(String text) {
        Matcher size = SIZE.matcher(text.trim());
        if (!size.matches()) {
            throw new IllegalArgumentException(text + " is not a size: 20MB is one");
        }
        return Long.parseLong(size.group(1)) << 10 * " KMG".indexOf(size.group(2).isEmpty() ? " " : size.group(2).toUpperCase());
    }
}
