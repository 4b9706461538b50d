package io.labelrecognition.client.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A line of the log: {@code CRC32 KEY UNTIL VALUE}, the checksum being of all that follows it.
 *
 * @param key   SHA-256, in hexadecimal
 * @param until how long the value is of use, in milliseconds of the epoch; 0 for ever
 * @param value an object in JSON, on one line; {@link #FORGOTTEN} where the key has none any more, {@link #AS_BEFORE} where only the time
 *              is new
 */
record LogLine(String key, long until, String value) {
    static final String FORGOTTEN = "-";
    static final String AS_BEFORE = "=";
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8} ([0-9a-f]{64}) (\\d{1,19}) (-|=|\\{.*})");
    private static final int CHECKSUM = "01234567 ".length();

    /** With the line feed at its end. */
    byte[] toBytes() {
        byte[] line = ("00000000 " + key + " " + until + " " + value + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] checksum = checksum(line, line.length - 1).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, checksum.length);
        return line;
    }

    /**
     * @param line without the line feed
     * @return null for what is none, or is damaged
     */
    static LogLine parse(byte[] line) {
        Matcher parts = SHAPE.matcher(new String(line, StandardCharsets.UTF_8));
        if (!parts.matches() || !parts.group().startsWith(checksum(line, line.length))) {
            return null;
        }
        return new LogLine(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3));
    }

    private static String checksum(byte[] line, int length) {
        CRC32 crc = new CRC32();
        crc.update(line, CHECKSUM, length - CHECKSUM);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
