package io.labelrecognition.ocr.photo;

/**
 * Reduces a picture to black and white by the mean brightness around each pixel, so that a shadow across a label does not swallow half of
 * it (Bradley and Roth, "Adaptive Thresholding Using the Integral Image", Journal of Graphics Tools 12, 2007).
 */
final class Binarization {
    /** The window's side against the picture's shorter one. */
    private static final int WINDOWS = 8;
    private static final int SMALLEST_WINDOW = 15;
    /** Black is what is darker than its surroundings by so many percent. */
    private static final int DARKER = 15;

    private Binarization() {
    }

    static Pixels of(Pixels picture) {
        int width = picture.width();
        int height = picture.height();
        int reach = Math.max(SMALLEST_WINDOW, Math.min(width, height) / WINDOWS) / 2;
        long[] sums = sums(picture);
        Pixels result = new Pixels(width, height);
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - reach);
            int bottom = Math.min(height, y + reach + 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - reach);
                int right = Math.min(width, x + reach + 1);
                long sum = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right]
                        - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left];
                long count = (long) (right - left) * (bottom - top);
                int i = 3 * (y * width + x);
                byte tone = (byte) (100L * count * brightness(picture.bgr(), i) < (100 - DARKER) * sum ? 0 : 255);
                result.bgr()[i] = tone;
                result.bgr()[i + 1] = tone;
                result.bgr()[i + 2] = tone;
            }
        }
        return result;
    }

    /** At {@code y * (width + 1) + x} the sum of the brightness above and to the left. */
    private static long[] sums(Pixels picture) {
        int stride = picture.width() + 1;
        long[] sums = new long[stride * (picture.height() + 1)];
        for (int y = 0; y < picture.height(); y++) {
            long row = 0;
            for (int x = 0; x < picture.width(); x++) {
                row += brightness(picture.bgr(), 3 * (y * picture.width() + x));
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
            }
        }
        return sums;
    }

    /** 0 to 255, by the weights of ITU-R BT.601. */
    private static int brightness(byte[] bgr, int i) {
        return (29 * (bgr[i] & 255) + 150 * (bgr[i + 1] & 255) + 77 * (bgr[i + 2] & 255)) >> 8;
    }
}
