package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.photo.Pixels;
import io.labelrecognition.ocr.photo.Pyramid;

import java.nio.FloatBuffer;

/** Cuts a text area out of a photo and straightens it, as the recognition network takes it. */
final class Strip {
    /** The height that the network was trained on. */
    static final int HEIGHT = 48;
    /** Empty columns after the text: without them the last letter is lost now and then. */
    static final int MARGIN = 24;
    /** The network looks at columns in groups of this. */
    static final int STEP = 8;
    private static final int WIDEST = 3200;

    private final TextArea area;
    private final int columns;

    /** @param stretch how much wider than it is the text is to be, 1 as a rule */
    Strip(TextArea area, double stretch) {
        this.area = area;
        double columns = stretch * area.length() * HEIGHT / Math.max(1, area.height());
        this.columns = (int) Math.max(STEP, Math.min(WIDEST, Math.round(columns)));
    }

    /** Columns of the network's input: the text's, the margin, and what it takes to fill the last group. */
    int width() {
        return (columns + MARGIN + STEP - 1) / STEP * STEP;
    }

    /** How many steps the text is long. */
    double length() {
        return (double) columns / STEP;
    }

    /** Writes {@code [3][48][width]}, BGR, -1 to 1; the margin is 0. */
    void into(Pyramid photo, FloatBuffer planes) {
        double step = Math.max(area.height() / HEIGHT, area.length() / columns);
        int level = step < 2 ? 0 : 31 - Integer.numberOfLeadingZeros((int) step);
        Pixels pixels = photo.level(level);
        float shrink = (float) photo.picture().width() / pixels.width();
        int width = width();
        float[] line = new float[3 * width];
        float[] middle = new float[4 * columns];
        for (int x = 0; x < columns; x++) {
            area.between((x + .5f) / columns * (area.midX().length - 1), middle, 4 * x);
        }
        for (int y = 0; y < HEIGHT; y++) {
            float down = (y + .5f) * 2 / HEIGHT - 1;
            for (int x = 0; x < columns; x++) {
                float sourceX = (middle[4 * x] + down * middle[4 * x + 2]) / shrink - .5f;
                float sourceY = (middle[4 * x + 1] + down * middle[4 * x + 3]) / shrink - .5f;
                sample(pixels, sourceX, sourceY, line, x, width);
            }
            for (int c = 0; c < 3; c++) {
                planes.put((c * HEIGHT + y) * width, line, c * width, width);
            }
        }
    }

    /** Bilinear; outside the photo its edge goes on. */
    private static void sample(Pixels pixels, float x, float y, float[] to, int column, int plane) {
        float insideX = Math.max(0, Math.min(x, pixels.width() - 1));
        float insideY = Math.max(0, Math.min(y, pixels.height() - 1));
        int left = (int) insideX;
        int top = (int) insideY;
        float right = insideX - left;
        float below = insideY - top;
        int i = 3 * (top * pixels.width() + left);
        int nextColumn = left + 1 < pixels.width() ? 3 : 0;
        int nextRow = top + 1 < pixels.height() ? 3 * pixels.width() : 0;
        byte[] bgr = pixels.bgr();
        for (int c = 0; c < 3; c++, i++) {
            float upper = (bgr[i] & 255) * (1 - right) + (bgr[i + nextColumn] & 255) * right;
            float lower = (bgr[i + nextRow] & 255) * (1 - right) + (bgr[i + nextRow + nextColumn] & 255) * right;
            to[c * plane + column] = (upper * (1 - below) + lower * below) / 127.5f - 1;
        }
    }
}
