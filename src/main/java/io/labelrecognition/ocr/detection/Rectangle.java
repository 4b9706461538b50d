package io.labelrecognition.ocr.detection;

/**
 * A rectangle at any angle.
 *
 * @param axisX  x of the unit vector along which text in it is read
 * @param axisY  y of that vector
 * @param length the side along the axis, in pixels
 * @param height the other side
 */
record Rectangle(double centreX, double centreY, double axisX, double axisY, double length, double height) {
    /** Higher than wide by so much is a line that runs downwards, not a single letter. */
    private static final double VERTICAL = 1.5;

    /** The smallest rectangle along an axis around pixels, which are a pixel large. */
    static Rectangle around(double[][] points, double axisX, double axisY) {
        double minAlong = Double.MAX_VALUE;
        double maxAlong = -Double.MAX_VALUE;
        double minAcross = Double.MAX_VALUE;
        double maxAcross = -Double.MAX_VALUE;
        for (double[] point : points) {
            double along = point[0] * axisX + point[1] * axisY;
            double across = point[1] * axisX - point[0] * axisY;
            minAlong = Math.min(minAlong, along);
            maxAlong = Math.max(maxAlong, along);
            minAcross = Math.min(minAcross, across);
            maxAcross = Math.max(maxAcross, across);
        }
        double along = (minAlong + maxAlong) / 2;
        double across = (minAcross + maxAcross) / 2;
        return new Rectangle(along * axisX - across * axisY, along * axisY + across * axisX, axisX, axisY,
                maxAlong - minAlong + 1, maxAcross - minAcross + 1).asRead();
    }

    /** The axis towards the right, or downwards where the text runs from top to bottom. */
    private Rectangle asRead() {
        Rectangle level = Math.abs(axisX) >= Math.abs(axisY) ? this : quarterTurned();
        Rectangle read = level.height >= VERTICAL * level.length ? level.quarterTurned() : level;
        boolean backwards = read == level ? read.axisX < 0 : read.axisY < 0;
        return backwards ? new Rectangle(centreX, centreY, -read.axisX, -read.axisY, read.length, read.height) : read;
    }

    private Rectangle quarterTurned() {
        return new Rectangle(centreX, centreY, -axisY, axisX, height, length);
    }

    Rectangle grown(double by) {
        return new Rectangle(centreX, centreY, axisX, axisY, length + 2 * by, height + 2 * by);
    }

    double area() {
        return length * height;
    }

    boolean contains(double x, double y) {
        double dx = x - centreX;
        double dy = y - centreY;
        return Math.abs(dx * axisX + dy * axisY) <= length / 2 && Math.abs(dy * axisX - dx * axisY) <= height / 2;
    }

    TextArea toArea(double score) {
        double x = axisX * length / 2;
        double y = axisY * length / 2;
        float downX = (float) (-axisY * height / 2);
        float downY = (float) (axisX * height / 2);
        return new TextArea(new float[] {(float) (centreX - x), (float) (centreX + x)},
                new float[] {(float) (centreY - y), (float) (centreY + y)},
                new float[] {downX, downX}, new float[] {downY, downY}, score);
    }
}
