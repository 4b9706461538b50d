package io.labelrecognition.ocr.photo;

import java.nio.FloatBuffer;

/** Scales a picture into the planes that a network takes. */
public final class Scaling {
    private Scaling() {
    }

    /**
     * Where a picture goes in a network's input.
     *
     * @param width     columns of a plane
     * @param height    rows of a plane
     * @param border    columns and rows left as they are at the left and at the top
     * @param scaled    columns that the picture fills
     * @param scaledHeight rows that the picture fills
     * @param gain      what a sample, 0 to 255, is multiplied with, by channel in the order of {@link Pixels}
     * @param offset    what is added to the product
     */
    public record Frame(int width, int height, int border, int scaled, int scaledHeight, float[] gain, float[] offset) {
    }

    /**
     * Scales a picture into {@code [3][height][width]} planes in the order of {@link Pixels}: the mean of the pixels covered where it
     * shrinks by more than 1.5, so that thin strokes do not fall between two samples; bilinear otherwise.
     */
    public static void into(Pixels picture, Frame frame, FloatBuffer planes) {
        double shrink = Math.max((double) picture.width() / frame.scaled, (double) picture.height() / frame.scaledHeight);
        if (shrink > 1.5) {
            averaged(picture, frame, planes);
        } else {
            bilinear(picture, frame, planes);
        }
    }

    private static void bilinear(Pixels picture, Frame frame, FloatBuffer planes) {
        int width = frame.scaled;
        int[] left = new int[width];
        int[] right = new int[width];
        float[] share = new float[width];
        float stepX = (float) picture.width() / width;
        for (int x = 0; x < width; x++) {
            float at = Math.max(0, (x + .5f) * stepX - .5f);
            int from = Math.min((int) at, picture.width() - 1);
            left[x] = 3 * from;
            right[x] = 3 * Math.min(from + 1, picture.width() - 1);
            share[x] = at - from;
        }
        float stepY = (float) picture.height() / frame.scaledHeight;
        byte[] bgr = picture.bgr();
        float[] line = new float[width];
        for (int y = 0; y < frame.scaledHeight; y++) {
            float at = Math.max(0, (y + .5f) * stepY - .5f);
            int from = Math.min((int) at, picture.height() - 1);
            int above = 3 * picture.width() * from;
            int below = 3 * picture.width() * Math.min(from + 1, picture.height() - 1);
            float down = at - from;
            for (int c = 0; c < 3; c++) {
                for (int x = 0; x < width; x++) {
                    int l = left[x] + c;
                    int r = right[x] + c;
                    float leftAbove = bgr[above + l] & 255;
                    float leftBelow = bgr[below + l] & 255;
                    float upper = leftAbove + ((bgr[above + r] & 255) - leftAbove) * share[x];
                    float lower = leftBelow + ((bgr[below + r] & 255) - leftBelow) * share[x];
                    line[x] = (upper + (lower - upper) * down) * frame.gain[c] + frame.offset[c];
                }
                planes.put((c * frame.height + frame.border + y) * frame.width + frame.border, line, 0, width);
            }
        }
    }

    private static void averaged(Pixels picture, Frame frame, FloatBuffer planes) {
        int width = frame.scaled;
        double stepX = (double) picture.width() / width;
        double stepY = (double) picture.height() / frame.scaledHeight;
        float[] row = new float[3 * width];
        float[] sum = new float[3 * width];
        float[] line = new float[width];
        int source = -1;
        for (int y = 0; y < frame.scaledHeight; y++) {
            double from = y * stepY;
            double to = Math.min((y + 1) * stepY, picture.height());
            java.util.Arrays.fill(sum, 0);
            for (int s = (int) from; s < to; s++) {
                if (s != source) {
                    averageRow(picture, s, stepX, row);
                    source = s;
                }
                float weight = (float) (Math.min(s + 1, to) - Math.max(s, from));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * row[i];
                }
            }
            float whole = (float) (to - from);
            for (int c = 0; c < 3; c++) {
                float gain = frame.gain[c] / whole;
                for (int x = 0; x < width; x++) {
                    line[x] = sum[3 * x + c] * gain + frame.offset[c];
                }
                planes.put((c * frame.height + frame.border + y) * frame.width + frame.border, line, 0, width);
            }
        }
    }

    private static void averageRow(Pixels picture, int y, double step, float[] row) {
        byte[] bgr = picture.bgr();
        int start = 3 * picture.width() * y;
        int columns = row.length / 3;
        for (int x = 0; x < columns; x++) {
            double from = x * step;
            double to = Math.min((x + 1) * step, picture.width());
            float blue = 0;
            float green = 0;
            float red = 0;
            for (int s = (int) from; s < to; s++) {
                float weight = (float) (Math.min(s + 1, to) - Math.max(s, from));
                int i = start + 3 * s;
                blue += weight * (bgr[i] & 255);
                green += weight * (bgr[i + 1] & 255);
                red += weight * (bgr[i + 2] & 255);
            }
            float whole = (float) (to - from);
            row[3 * x] = blue / whole;
            row[3 * x + 1] = green / whole;
            row[3 * x + 2] = red / whole;
        }
    }
}
