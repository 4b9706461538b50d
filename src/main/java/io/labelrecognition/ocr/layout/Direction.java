package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.recognition.ReadArea;

import java.util.List;

/** Where the text of a photo runs. */
public final class Direction {
    private Direction() {
    }

    /**
     * The direction of most of the text, in radians clockwise from the photo's upper side: first the quarter in which most of it
     * runs, then the mean in there, so that one line up the side of a label does not tilt the rest.
     */
    public static double of(List<ReadArea> areas) {
        double[] weight = new double[4];
        double[] alongX = new double[4];
        double[] alongY = new double[4];
        for (ReadArea read : areas) {
            TextArea area = read.area();
            int last = area.midX().length - 1;
            double dx = area.midX()[last] - area.midX()[0];
            double dy = area.midY()[last] - area.midY()[0];
            // a short run's box says little about its angle
            double trust = Math.max(0, area.length() / Math.max(1, area.height()) - 1) + .1;
            int quarter = Math.abs(dx) >= Math.abs(dy) ? dx >= 0 ? 0 : 2 : dy >= 0 ? 1 : 3;
            double length = Math.max(1e-6, Math.hypot(dx, dy));
            weight[quarter] += trust;
            alongX[quarter] += trust * dx / length;
            alongY[quarter] += trust * dy / length;
        }
        int most = 0;
        for (int quarter = 1; quarter < 4; quarter++) {
            if (weight[quarter] > weight[most]) {
                most = quarter;
            }
        }
        return weight[most] == 0 ? 0 : Math.atan2(alongY[most], alongX[most]);
    }
}
