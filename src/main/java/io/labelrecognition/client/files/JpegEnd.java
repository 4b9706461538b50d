package io.labelrecognition.client.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether a JPEG ends before its end marker: it is still being written, or was cut. Cameras put bytes after the marker now and then: it is
 * looked for in the last kilobyte.
 */
public final class JpegEnd {
    private static final int TAIL = 1024;

    private JpegEnd() {
    }

    /** @return false for what is no JPEG by its name, or does not begin like one; an empty one may become one */
    public static boolean isMissing(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".jpg") && !name.endsWith(".jpeg")) {
            return false;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() < 4 || bytes.readUnsignedShort() != 0xFFD8) {
                return bytes.length() == 0;
            }
            byte[] tail = new byte[(int) Math.min(TAIL, bytes.length() - 2)];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            return !isIn(tail);
        }
    }

    /** @return false for what does not begin like a JPEG */
    public static boolean isMissing(byte[] file) {
        boolean isJpeg = file.length > 1 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8;
        return isJpeg && !isIn(Arrays.copyOfRange(file, Math.max(0, file.length - TAIL), file.length));
    }

    private static boolean isIn(byte[] tail) {
        for (int i = tail.length - 2; i >= 0; i--) {
            if ((tail[i] & 0xFF) == 0xFF && (tail[i + 1] & 0xFF) == 0xD9) {
                return true;
            }
        }
        return false;
    }
}
