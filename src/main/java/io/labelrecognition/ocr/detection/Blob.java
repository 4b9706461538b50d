package io.labelrecognition.ocr.detection;

import java.util.Arrays;

/**
 * A connected group of pixels.
 *
 * @param mapWidth columns of the map it lies in
 * @param pixels   their indices in the map
 */
record Blob(int mapWidth, int[] pixels) {

    int size() {
        return pixels.length;
    }

    /** The smallest rectangle around all pixels, at whatever angle: one of its sides lies on an edge of the convex hull (Freeman and Shapira, 1975). */
    Rectangle smallestRectangle() {
        double[][] hull = hull();
        Rectangle best = null;
        for (int i = 0; i < hull.length; i++) {
            double[] a = hull[i];
            double[] b = hull[(i + 1) % hull.length];
            double edge = Math.hypot(b[0] - a[0], b[1] - a[1]);
            double axisX = edge == 0 ? 1 : (b[0] - a[0]) / edge;
            double axisY = edge == 0 ? 0 : (b[1] - a[1]) / edge;
            Rectangle around = Rectangle.around(hull, axisX, axisY);
            if (best == null || around.area() < best.area()) {
                best = around;
            }
        }
        return best;
    }

    /** The corners of the convex hull, by Andrew's monotone chain over the ends of each row. */
    private double[][] hull() {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int pixel : pixels) {
            first = Math.min(first, pixel / mapWidth);
            last = Math.max(last, pixel / mapWidth);
        }
        int[] left = new int[last - first + 1];
        int[] right = new int[left.length];
        Arrays.fill(left, Integer.MAX_VALUE);
        for (int pixel : pixels) {
            int row = pixel / mapWidth - first;
            left[row] = Math.min(left[row], pixel % mapWidth);
            right[row] = Math.max(right[row], pixel % mapWidth);
        }
        double[][] chain = new double[2 * left.length + 1][];
        int size = 0;
        for (int row = 0; row < left.length; row++) {
            size = append(chain, size, 0, left[row], first + row);
        }
        int turn = size;
        for (int row = left.length - 1; row >= 0; row--) {
            size = append(chain, size, turn - 1, right[row], first + row);
        }
        return Arrays.copyOf(chain, size);
    }

    private static int append(double[][] chain, int size, int keep, double x, double y) {
        while (size >= keep + 2 && turn(chain[size - 2], chain[size - 1], x, y) >= 0) {
            size--;
        }
        chain[size] = new double[] {x, y};
        return size + 1;
    }

    private static double turn(double[] a, double[] b, double x, double y) {
        return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
    }
}
