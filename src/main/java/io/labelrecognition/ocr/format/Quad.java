package io.labelrecognition.ocr.format;

import java.awt.geom.Point2D;
import java.util.List;

/** The box of a line or word: top left, top right, bottom right, bottom left as the text is read. */
record Quad(List<Point2D.Float> corners) {

    /** A place in it: 0 to 1 along the text, and from its upper edge down. */
    Point2D.Float at(double along, double down) {
        Point2D.Float above = between(corners.get(0), corners.get(1), along);
        Point2D.Float below = between(corners.get(3), corners.get(2), along);
        return between(above, below, down);
    }

    private static Point2D.Float between(Point2D.Float from, Point2D.Float to, double part) {
        return new Point2D.Float((float) (from.x + (to.x - from.x) * part), (float) (from.y + (to.y - from.y) * part));
    }

    /** Where the text runs, in radians clockwise from the right. */
    double angle() {
        Point2D.Float start = at(0, .5);
        Point2D.Float end = at(1, .5);
        return Math.atan2(end.y - start.y, end.x - start.x);
    }

    double length() {
        return at(0, .5).distance(at(1, .5));
    }

    double height() {
        return at(.5, 0).distance(at(.5, 1));
    }
}
