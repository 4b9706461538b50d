package io.labelrecognition.ocr.detection;

import io.labelrecognition.ocr.photo.Pixels;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A closer look at where small lettering was found on a large photo, a quarter of it at a time. Shrunk to what the network takes, letters of a
 * wide shot have a few pixels, and lines run into each other or are missed.
 */
final class Tiles {
    /** Quarters overlap by this share of the photo, so that a line on the cut is whole in one of them. */
    private static final double OVERLAP = .1;

    private Tiles() {
    }

    /**
     * The areas, with the small ones found anew.
     *
     * @param areas    what was found on the whole photo
     * @param smallest what is less high, in pixels of the photo, deserves a closer look
     * @param around   how far around it a quarter is looked at, in pixels of the photo
     * @param detect   finds the areas of a part of the photo
     */
    static List<TextArea> refined(Pixels photo, List<TextArea> areas, double smallest, double around, Function<Pixels, List<TextArea>> detect) {
        List<TextArea> refined = new ArrayList<>(areas);
        for (Rectangle quarter : quarters(photo)) {
            List<TextArea> small = refined.stream()
                    .filter(area -> area.height() < smallest && areas.contains(area) && contains(quarter, area)).toList();
            if (!small.isEmpty()) {
                Rectangle tile = around(small, around).intersection(quarter);
                List<TextArea> found = detect.apply(photo.part(tile)).stream().map(area -> area.scaled(1, tile.x, tile.y))
                        .filter(area -> area.height() < smallest && contains(tile, area)).toList();
                refined.removeAll(small);
                // what an overlapping quarter has found already is not found twice
                found.stream().filter(area -> refined.stream().noneMatch(other -> other.covers(area))).forEach(refined::add);
            }
        }
        return refined;
    }

    private static List<Rectangle> quarters(Pixels photo) {
        int width = (int) (photo.width() * (1 + OVERLAP) / 2);
        int height = (int) (photo.height() * (1 + OVERLAP) / 2);
        List<Rectangle> quarters = new ArrayList<>();
        for (int top : new int[] {0, photo.height() - height}) {
            for (int left : new int[] {0, photo.width() - width}) {
                quarters.add(new Rectangle(left, top, width, height));
            }
        }
        return quarters;
    }

    /** What lies within so many pixels of some areas, as one rectangle. */
    private static Rectangle around(List<TextArea> areas, double pixels) {
        List<Point2D.Float> corners = areas.stream().flatMap(area -> area.corners().stream()).toList();
        Rectangle2D around = new Rectangle2D.Double(corners.get(0).x, corners.get(0).y, 0, 0);
        corners.forEach(around::add);
        around.setFrameFromDiagonal(around.getMinX() - pixels, around.getMinY() - pixels, around.getMaxX() + pixels, around.getMaxY() + pixels);
        return around.getBounds();
    }

    /** Whether an area lies in a tile as a whole; growing may have pushed its corners a little over the photo's own edge. */
    private static boolean contains(Rectangle tile, TextArea area) {
        double slack = area.height() / 2;
        return area.corners().stream().allMatch(corner -> corner.x > tile.x - slack && corner.x < tile.x + tile.width + slack
                && corner.y > tile.y - slack && corner.y < tile.y + tile.height + slack);
    }
}
