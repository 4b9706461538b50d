package io.labelrecognition.ocr.detection;

/**
 * The middle of a bent run of text, as lettering on an arch or a can is: a cubic across the axis of its rectangle, fitted to the
 * middle of each slice of the blob by least squares. Resampled along it the text is straight; cut out by a
 * rectangle it is read badly or not at all.
 */
final class Bend {
    private static final int POINTS = 24;
    /** A rectangle around straight text is filled by some 0.9. */
    private static final double FILLED = .75;
    /** How far the middle must leave a straight line, in thicknesses of the blob. */
    private static final double LEAST_BOW = .35;
    private static final double SLICES_PER_THICKNESS = 1;

    private final Rectangle box;
    private final double[] cubic;
    private final double thickness;

    private Bend(Rectangle box, double[] cubic, double thickness) {
        this.box = box;
        this.cubic = cubic;
        this.thickness = thickness;
    }

    /** The area of a bent blob, grown as a straight one is; null where the blob is straight. */
    static TextArea areaOf(Blob blob, Rectangle box, double growth, double score) {
        if (blob.size() > FILLED * box.area() || box.length() < 2 * box.height()) {
            return null;
        }
        double thickness = blob.size() / box.length();
        double[] cubic = fit(blob, box);
        Bend bend = cubic == null ? null : new Bend(box, cubic, thickness);
        return bend == null || bend.bow() < LEAST_BOW * thickness ? null : bend.area(blob.size(), growth, score);
    }

    /** Coefficients of 1, t, t² and t³, where t runs from -1 to 1 along the box. */
    private static double[] fit(Blob blob, Rectangle box) {
        double[][] normal = new double[4][5];
        for (int pixel : blob.pixels()) {
            double dx = pixel % blob.mapWidth() - box.centreX();
            double dy = pixel / blob.mapWidth() - box.centreY();
            double t = 2 * (dx * box.axisX() + dy * box.axisY()) / box.length();
            double across = dy * box.axisX() - dx * box.axisY();
            double[] powers = {1, t, t * t, t * t * t};
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    normal[i][j] += powers[i] * powers[j];
                }
                normal[i][4] += powers[i] * across;
            }
        }
        return solve(normal);
    }

    private static double[] solve(double[][] rows) {
        for (int i = 0; i < 4; i++) {
            if (Math.abs(rows[i][i]) < 1e-9) {
                return null;
            }
            for (int k = 0; k < 4; k++) {
                if (k != i) {
                    double factor = rows[k][i] / rows[i][i];
                    for (int j = i; j < 5; j++) {
                        rows[k][j] -= factor * rows[i][j];
                    }
                }
            }
        }
        return new double[] {rows[0][4] / rows[0][0], rows[1][4] / rows[1][1], rows[2][4] / rows[2][2], rows[3][4] / rows[3][3]};
    }

    private double across(double t) {
        return cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3]));
    }

    /** How far the curve leaves the straight line between its ends. */
    private double bow() {
        double most = 0;
        for (double t = -1; t <= 1; t += .1) {
            most = Math.max(most, Math.abs(across(t) - (across(-1) * (1 - t) + across(1) * (1 + t)) / 2));
        }
        return most;
    }

    private TextArea area(int size, double growth, double score) {
        double arc = 0;
        for (double t = -1; t < 1; t += .05) {
            arc += Math.hypot(.05 * box.length() / 2, across(t + .05) - across(t));
        }
        double core = size / arc;
        double grown = size * growth / (2 * (arc + core));
        double half = core / 2 + grown;
        double end = 1 + 2 * grown / box.length();
        float[][] points = new float[4][POINTS];
        for (int i = 0; i < POINTS; i++) {
            double t = end * (2.0 * i / (POINTS - 1) - 1);
            // beyond the ends, where a cubic runs off, straight on
            double inside = Math.max(-1, Math.min(1, t));
            double slope = cubic[1] + inside * (2 * cubic[2] + inside * 3 * cubic[3]);
            double along = t * box.length() / 2;
            double across = across(inside) + (t - inside) * slope;
            double tilt = slope * 2 / box.length();
            double norm = Math.hypot(1, tilt);
            points[0][i] = (float) (box.centreX() + along * box.axisX() - across * box.axisY());
            points[1][i] = (float) (box.centreY() + along * box.axisY() + across * box.axisX());
            points[2][i] = (float) (half * (-tilt * box.axisX() - box.axisY()) / norm);
            points[3][i] = (float) (half * (-tilt * box.axisY() + box.axisX()) / norm);
        }
        return new TextArea(points[0], points[1], points[2], points[3], score);
    }
}
