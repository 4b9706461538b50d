package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.recognition.ReadArea;

import java.awt.geom.Point2D;

/**
 * A read area in the frame in which the text of the photo runs from left to right, in pixels: where its middle begins and ends, how high
 * it is, and the extents of its box.
 */
record Placed(ReadArea read, double startX, double startY, double endX, double endY, double thickness, Box box) {
    private static final double LIKE = .55;
    /** How far the middles may be apart, in heights of the higher one. */
    private static final double STEP = .35;
    /** An area so many heights long is believed half of its slope, against that of the photo's text. */
    private static final double SLOPE_OF_ITS_OWN = 8;

    /** @param angle where the text runs, in radians clockwise from the photo's upper side */
    static Placed of(ReadArea read, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        TextArea area = read.area();
        int last = area.midX().length - 1;
        Box box = null;
        for (Point2D.Float corner : area.corners()) {
            Box point = Box.at(cos * corner.x + sin * corner.y, cos * corner.y - sin * corner.x);
            box = box == null ? point : box.with(point);
        }
        return new Placed(read, cos * area.midX()[0] + sin * area.midY()[0], cos * area.midY()[0] - sin * area.midX()[0],
                cos * area.midX()[last] + sin * area.midY()[last], cos * area.midY()[last] - sin * area.midX()[last],
                area.height(), box);
    }

    String text() {
        return read.text().text();
    }

    boolean runsAlong() {
        return endX - startX >= Math.abs(endY - startY);
    }

    /** Whether both are of a like height. */
    boolean isAlike(Placed other) {
        return Math.min(thickness, other.thickness) > LIKE * Math.max(thickness, other.thickness);
    }

    /** Whether what is to the right of this one stands on the same line, in lettering of a like height. */
    boolean isLevelWith(Placed right) {
        return isAlike(right) && Math.abs(stepTo(right)) < STEP * Math.max(thickness, right.thickness);
    }

    /** How far the middle of what goes on from here at {@code next} lies below the middle of this, where one ends and the other begins. */
    double stepTo(Placed next) {
        double between = (endX + next.startX) / 2;
        return next.middleAt(between) - middleAt(between);
    }

    private double middleAt(double x) {
        // the shorter an area, the more of its own slope is noise
        double lengths = (endX - startX) / (SLOPE_OF_ITS_OWN * thickness);
        double own = lengths * lengths / (1 + lengths * lengths);
        double slope = endX > startX ? own * (endY - startY) / (endX - startX) : 0;
        return (startY + endY) / 2 + slope * (x - (startX + endX) / 2);
    }
}
