package io.labelrecognition.ocr.photo;

import java.util.Arrays;

/** Turns and mirrors pictures. */
final class Turning {
    private Turning() {
    }

    /**
     * The picture as it was seen by the camera's owner.
     *
     * @param orientation 1 to 8, as the tag 0x0112 of the EXIF 2.3 specification numbers them
     */
    static Pixels upright(Pixels picture, int orientation) {
        return switch (orientation) {
            case 2 -> mapped(picture, false, true, false);
            case 3 -> mapped(picture, false, true, true);
            case 4 -> mapped(picture, false, false, true);
            case 5 -> mapped(picture, true, false, false);
            case 6 -> mapped(picture, true, false, true);
            case 7 -> mapped(picture, true, true, true);
            case 8 -> mapped(picture, true, true, false);
            default -> picture;
        };
    }

    /** The picture turned clockwise; what a slanting turn uncovers is grey. */
    static Pixels clockwise(Pixels picture, int degrees) {
        int angle = Math.floorMod(degrees, 360);
        return switch (angle) {
            case 0 -> picture;
            case 90 -> upright(picture, 6);
            case 180 -> upright(picture, 3);
            case 270 -> upright(picture, 8);
            default -> slanting(picture, Math.toRadians(angle));
        };
    }

    /** Rows and columns exchanged first if wanted; then what is read from right to left, and from bottom to top, in the old picture. */
    private static Pixels mapped(Pixels from, boolean transposed, boolean fromRight, boolean fromBottom) {
        int width = from.width();
        int height = from.height();
        Pixels to = transposed ? new Pixels(height, width) : new Pixels(width, height);
        byte[] in = from.bgr();
        byte[] out = to.bgr();
        int stepX = fromRight ? -3 : 3;
        int stepY = fromBottom ? -3 * width : 3 * width;
        int start = (fromRight ? 3 * (width - 1) : 0) + (fromBottom ? 3 * width * (height - 1) : 0);
        int alongRow = transposed ? stepY : stepX;
        int alongColumn = transposed ? stepX : stepY;
        int o = 0;
        for (int y = 0; y < to.height(); y++) {
            int i = start + y * alongColumn;
            for (int x = 0; x < to.width(); x++, i += alongRow) {
                out[o++] = in[i];
                out[o++] = in[i + 1];
                out[o++] = in[i + 2];
            }
        }
        return to;
    }

    private static Pixels slanting(Pixels from, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        int width = from.width();
        int height = from.height();
        Pixels to = new Pixels((int) Math.ceil(width * Math.abs(cos) + height * Math.abs(sin)),
                (int) Math.ceil(width * Math.abs(sin) + height * Math.abs(cos)));
        Arrays.fill(to.bgr(), (byte) 128);
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                double dx = x + .5 - to.width() / 2.0;
                double dy = y + .5 - to.height() / 2.0;
                double sourceX = cos * dx + sin * dy + width / 2.0 - .5;
                double sourceY = -sin * dx + cos * dy + height / 2.0 - .5;
                if (sourceX > -1 && sourceY > -1 && sourceX < width && sourceY < height) {
                    sample(from, (float) sourceX, (float) sourceY, to.bgr(), 3 * (y * to.width() + x));
                }
            }
        }
        return to;
    }

    /** Bilinear; the edge goes on outside the picture. */
    private static void sample(Pixels from, float x, float y, byte[] to, int at) {
        float insideX = Math.max(0, Math.min(x, from.width() - 1));
        float insideY = Math.max(0, Math.min(y, from.height() - 1));
        int left = (int) insideX;
        int right = Math.min(from.width() - 1, left + 1);
        float fx = insideX - left;
        int upper = (int) insideY;
        float fy = insideY - upper;
        int top = upper * from.width();
        int bottom = Math.min(from.height() - 1, upper + 1) * from.width();
        for (int c = 0; c < 3; c++) {
            float above = (from.bgr()[3 * (top + left) + c] & 255) * (1 - fx) + (from.bgr()[3 * (top + right) + c] & 255) * fx;
            float below = (from.bgr()[3 * (bottom + left) + c] & 255) * (1 - fx) + (from.bgr()[3 * (bottom + right) + c] & 255) * fx;
            to[at + c] = (byte) (above * (1 - fy) + below * fy + .5f);
        }
    }
}
