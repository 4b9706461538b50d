package io.labelrecognition.client;

import java.util.stream.Collectors;

/** Text of somebody else's, as it may stand in a log or a message: a name with a line break in it must not write a line of its own. */
public final class Printable {
    private Printable() {
    }

    /** @return the text with its control characters and line separators as Java writes them, <code>&#92;u001b</code>; null for null */
    public static String of(Object text) {
        return text == null ? null : text.toString().codePoints()
                .mapToObj(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0x202A && c <= 0x202E
                        ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
    }
}
