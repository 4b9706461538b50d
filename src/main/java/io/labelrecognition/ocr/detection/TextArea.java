package io.labelrecognition.ocr.detection;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A strip of a photo that holds one run of text, straight or bent. All coordinates are pixels of the photo.
 *
 * @param midX  x of points along the middle of the text, in reading order; two for a straight strip
 * @param midY  y of these points
 * @param downX from each point to the lower edge of the strip: x
 * @param downY from each point to the lower edge of the strip: y
 * @param score how sure the detection is that this is text, 0 to 1
 */
public record TextArea(float[] midX, float[] midY, float[] downX, float[] downY, double score) {

    /** How long the text is, along its middle. */
    public double length() {
        double length = 0;
        for (int i = 1; i < midX.length; i++) {
            length += Math.hypot(midX[i] - midX[i - 1], midY[i] - midY[i - 1]);
        }
        return length;
    }

    /** How high the strip is: the mean over its points. */
    public double height() {
        double sum = 0;
        for (int i = 0; i < midX.length; i++) {
            sum += 2 * Math.hypot(downX[i], downY[i]);
        }
        return sum / midX.length;
    }

    public boolean bent() {
        return midX.length > 2;
    }

    /** Whether the middle of another strip lies within this one. */
    boolean covers(TextArea other) {
        int last = other.midX.length - 1;
        double dx = (other.midX[0] + other.midX[last] - midX[0] - midX[midX.length - 1]) / 2;
        double dy = (other.midY[0] + other.midY[last] - midY[0] - midY[midY.length - 1]) / 2;
        double length = Math.max(1, Math.hypot(midX[midX.length - 1] - midX[0], midY[midY.length - 1] - midY[0]));
        double axisX = (midX[midX.length - 1] - midX[0]) / length;
        double axisY = (midY[midY.length - 1] - midY[0]) / length;
        return Math.abs(dx * axisX + dy * axisY) < length / 2 && Math.abs(dy * axisX - dx * axisY) < height() / 2;
    }

    /** The same strip read from the other end, with what was its upper edge below. */
    public TextArea upsideDown() {
        int n = midX.length;
        float[][] turned = new float[4][n];
        for (int i = 0; i < n; i++) {
            turned[0][i] = midX[n - 1 - i];
            turned[1][i] = midY[n - 1 - i];
            turned[2][i] = -downX[n - 1 - i];
            turned[3][i] = -downY[n - 1 - i];
        }
        return new TextArea(turned[0], turned[1], turned[2], turned[3], score);
    }

    /** A straight strip without so many pixels of its beginning and of its end. */
    TextArea shortened(double start, double end) {
        double length = length();
        float startX = (float) (start * (midX[1] - midX[0]) / length);
        float startY = (float) (start * (midY[1] - midY[0]) / length);
        float endX = (float) (end * (midX[1] - midX[0]) / length);
        float endY = (float) (end * (midY[1] - midY[0]) / length);
        return new TextArea(new float[] {midX[0] + startX, midX[1] - endX}, new float[] {midY[0] + startY, midY[1] - endY},
                downX, downY, score);
    }

    /** The strip from one share of its points to another, 0 to 1 each. */
    public TextArea part(double from, double to) {
        int last = midX.length - 1;
        List<Double> positions = new ArrayList<>(List.of(from * last));
        for (int i = 0; i <= last; i++) {
            if (i > from * last && i < to * last) {
                positions.add((double) i);
            }
        }
        positions.add(to * last);
        float[][] part = new float[4][positions.size()];
        float[] point = new float[4];
        for (int i = 0; i < positions.size(); i++) {
            between(positions.get(i).floatValue(), point, 0);
            for (int k = 0; k < 4; k++) {
                part[k][i] = point[k];
            }
        }
        return new TextArea(part[0], part[1], part[2], part[3], score);
    }

    /**
     * Middle and downward vector of the strip between the points that describe it.
     *
     * @param position the number of a point, from 0, or of the one before and a share of the way to the next
     * @param to       where the four are put: x and y of the middle, x and y of the vector
     * @param at       where in that
     */
    public void between(float position, float[] to, int at) {
        float[][] of = {midX, midY, downX, downY};
        int i = Math.min((int) position, midX.length - 2);
        float part = position - i;
        for (int k = 0; k < 4; k++) {
            to[at + k] = of[k][i] + (of[k][i + 1] - of[k][i]) * part;
        }
    }

    /** The same strip, so many times as high. */
    public TextArea taller(double factor) {
        float[] x = downX.clone();
        float[] y = downY.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= (float) factor;
            y[i] *= (float) factor;
        }
        return new TextArea(midX, midY, x, y, score);
    }

    /** Whether the text runs downwards or upwards rather than along. */
    public boolean runsDown() {
        int last = midX.length - 1;
        return Math.abs(midY[last] - midY[0]) > Math.abs(midX[last] - midX[0]);
    }

    /** A straight strip read across: its lower edge becomes the beginning. */
    public TextArea quarterTurned() {
        float x = (midX[0] + midX[1]) / 2;
        float y = (midY[0] + midY[1]) / 2;
        float halfX = (midX[1] - midX[0]) / 2;
        float halfY = (midY[1] - midY[0]) / 2;
        return new TextArea(new float[] {x + downX[0], x - downX[0]}, new float[] {y + downY[0], y - downY[0]},
                new float[] {halfX, halfX}, new float[] {halfY, halfY}, score);
    }

    /**
     * The strip in a picture that was turned about its middle.
     *
     * @param angle      clockwise, in radians
     * @param fromWidth  of the picture, in pixels
     * @param fromHeight the same
     * @param toWidth    of the one that shows it turned
     * @param toHeight   the same
     */
    public TextArea turnedClockwise(double angle, int fromWidth, int fromHeight, int toWidth, int toHeight) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        int n = midX.length;
        float[][] turned = new float[4][n];
        for (int i = 0; i < n; i++) {
            double x = midX[i] - fromWidth / 2.0;
            double y = midY[i] - fromHeight / 2.0;
            turned[0][i] = (float) (cos * x - sin * y + toWidth / 2.0);
            turned[1][i] = (float) (sin * x + cos * y + toHeight / 2.0);
            turned[2][i] = (float) (cos * downX[i] - sin * downY[i]);
            turned[3][i] = (float) (sin * downX[i] + cos * downY[i]);
        }
        return new TextArea(turned[0], turned[1], turned[2], turned[3], score);
    }

    /** The strip in coordinates that are {@code factor} as large, moved by an offset after that. */
    public TextArea scaled(double factor, double offsetX, double offsetY) {
        int n = midX.length;
        float[][] scaled = new float[4][n];
        for (int i = 0; i < n; i++) {
            scaled[0][i] = (float) (midX[i] * factor + offsetX);
            scaled[1][i] = (float) (midY[i] * factor + offsetY);
            scaled[2][i] = (float) (downX[i] * factor);
            scaled[3][i] = (float) (downY[i] * factor);
        }
        return new TextArea(scaled[0], scaled[1], scaled[2], scaled[3], score);
    }

    /** Top left, top right, bottom right, bottom left, as the text is read. */
    public List<Point2D.Float> corners() {
        int last = midX.length - 1;
        return List.of(new Point2D.Float(midX[0] - downX[0], midY[0] - downY[0]),
                new Point2D.Float(midX[last] - downX[last], midY[last] - downY[last]),
                new Point2D.Float(midX[last] + downX[last], midY[last] + downY[last]),
                new Point2D.Float(midX[0] + downX[0], midY[0] + downY[0]));
    }
}
