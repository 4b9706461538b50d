package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.recognition.ReadArea;

import java.awt.geom.Point2D;

/** A read area in the frame in which the text of the photo runs from left to right: the extents of its box, in pixels. */
record Placed(ReadArea read, double left, double right, double top, double bottom) {

    /** @param angle where the text runs, in radians clockwise from the photo's upper side */
    static Placed of(ReadArea read, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (Point2D.Float corner : read.area().corners()) {
            double along = cos * corner.x + sin * corner.y;
            double across = cos * corner.y - sin * corner.x;
            left = Math.min(left, along);
            right = Math.max(right, along);
            top = Math.min(top, across);
            bottom = Math.max(bottom, across);
        }
        return new Placed(read, left, right, top, bottom);
    }

    double centreY() {
        return (top + bottom) / 2;
    }

    double height() {
        return bottom - top;
    }

    boolean standsBeside(Placed other) {
        double overlap = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        double across = Math.min(right, other.right) - Math.max(left, other.left);
        double lower = Math.min(height(), other.height());
        return overlap > .6 * lower && across < .5 * lower && lower > .5 * Math.max(height(), other.height());
    }
}
