package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.recognition.ReadArea;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts what was read on a photo into the order in which a person reads it, and joins what stands on one line. */
public final class ReadingOrder {
    private ReadingOrder() {
    }

    /**
     * The lines of a photo.
     *
     * @param straighten go by the direction in which most of the text runs, so that a tilted photo, or one taken
     *                   sideways or upside down, is read as if it were upright; otherwise by the photo's own sides
     */
    public static List<Line> lines(List<ReadArea> areas, boolean straighten) {
        double angle = straighten ? Direction.of(areas) : 0;
        List<Placed> placed = new ArrayList<>(areas.stream().map(area -> Placed.of(area, angle)).toList());
        placed.sort(Comparator.comparingDouble(Placed::centreY));
        List<List<Placed>> rows = new ArrayList<>();
        for (Placed area : placed) {
            rows.stream().filter(row -> row.stream().allMatch(area::standsBeside)).findFirst()
                    .orElseGet(() -> {
                        rows.add(new ArrayList<>());
                        return rows.get(rows.size() - 1);
                    }).add(area);
        }
        return rows.stream().map(ReadingOrder::line).toList();
    }

    private static Line line(List<Placed> row) {
        row.sort(Comparator.comparingDouble(Placed::left));
        StringBuilder text = new StringBuilder();
        double sum = 0;
        int characters = 0;
        for (Placed area : row) {
            text.append(text.isEmpty() ? "" : " ").append(area.read().text().text());
            int length = area.read().text().text().length();
            sum += length * area.read().text().confidence();
            characters += length;
        }
        List<Point2D.Float> first = row.get(0).read().area().corners();
        List<Point2D.Float> last = row.get(row.size() - 1).read().area().corners();
        return new Line(text.toString(), List.of(first.get(0), last.get(1), last.get(2), first.get(3)), sum / characters);
    }
}
