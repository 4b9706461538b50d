package io.labelrecognition.ocr.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps areas that follow each other on a line out of each other. Growing the core of a word reaches beyond its last letter by some third of its
 * height, which in large lettering is into the next word: its first letter was read twice.
 */
final class Neighbours {
    /** Of the lower one's height, for how far apart the middles of one line may be. */
    private static final double SAME_LINE = .5;
    /** More overlap than so many heights is no growth; those areas see different things. */
    private static final double MOST_OVERLAP = 1;
    private static final double PARALLEL = .95;

    private Neighbours() {
    }

    /** The areas, with the overlap of neighbours shared out between the two. */
    static List<TextArea> parted(List<TextArea> areas) {
        List<TextArea> parted = new ArrayList<>(areas);
        for (int left = 0; left < parted.size(); left++) {
            for (int right = 0; right < parted.size(); right++) {
                double overlap = left == right ? 0 : overlap(parted.get(left), parted.get(right));
                if (overlap > 0) {
                    parted.set(left, parted.get(left).shortened(0, overlap / 2));
                    parted.set(right, parted.get(right).shortened(overlap / 2, 0));
                }
            }
        }
        return parted;
    }

    /** How far the right one begins before the left one ends; 0 where they are not neighbours. */
    private static double overlap(TextArea left, TextArea right) {
        if (left.bent() || right.bent()) {
            return 0;
        }
        double axisX = (left.midX()[1] - left.midX()[0]) / left.length();
        double axisY = (left.midY()[1] - left.midY()[0]) / left.length();
        double cosine = (axisX * (right.midX()[1] - right.midX()[0]) + axisY * (right.midY()[1] - right.midY()[0])) / right.length();
        double dx = right.midX()[0] - left.midX()[1];
        double dy = right.midY()[0] - left.midY()[1];
        double overlap = -(dx * axisX + dy * axisY);
        double apart = Math.abs(dy * axisX - dx * axisY);
        double low = Math.min(left.height(), right.height());
        boolean neighbours = cosine > PARALLEL && apart < SAME_LINE * low && overlap < MOST_OVERLAP * low
                && overlap < .8 * Math.min(left.length(), right.length());
        return neighbours ? Math.max(0, overlap) : 0;
    }
}
