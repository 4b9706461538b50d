package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Word;
import io.labelrecognition.ocr.recognition.Span;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Areas that stand on one line of a label, from left to right. */
record Row(List<Placed> areas, Box box, double thickness) {
    static final Comparator<Row> FROM_THE_TOP = Comparator.comparingDouble(row -> row.box().top() + row.box().bottom());
    /** A gap wider than so many heights divides columns, not words. */
    private static final double WIDEST_GAP = 1.8;
    private static final double MOST_OVERLAP = .6;

    static Row of(List<Placed> areas) {
        Box box = areas.stream().map(Placed::box).reduce(Box::with).orElseThrow();
        return new Row(areas, box, areas.stream().mapToDouble(Placed::thickness).max().orElseThrow());
    }

    /** Joins areas to rows: each goes on where the nearest one to its left ends. */
    static List<Row> join(List<Placed> areas) {
        List<Placed> fromTheLeft = new ArrayList<>(areas);
        fromTheLeft.sort(Comparator.comparingDouble(Placed::startX));
        List<List<Placed>> rows = new ArrayList<>();
        for (Placed area : fromTheLeft) {
            List<Placed> best = null;
            for (List<Placed> row : rows) {
                Placed last = row.get(row.size() - 1);
                if (goesOn(last, area) && (best == null || last.endX() > best.get(best.size() - 1).endX())) {
                    best = row;
                }
            }
            if (best == null) {
                best = new ArrayList<>();
                rows.add(best);
            }
            best.add(area);
        }
        return rows.stream().map(Row::of).toList();
    }

    /** What says something: a currency sign does at a figure, and what resembles one elsewhere is a logo or an arrow. */
    Stream<Placed> legible() {
        return IntStream.range(0, areas.size())
                .filter(i -> !areas.get(i).read().text().isSign() || i > 0 && endsInFigure(areas.get(i - 1).text())
                        || i + 1 < areas.size() && beginsWithFigure(areas.get(i + 1).text()))
                .mapToObj(areas::get);
    }

    private static boolean endsInFigure(String text) {
        return text.matches(".*\\d[.,]?[-–]{0,2}");
    }

    private static boolean beginsWithFigure(String text) {
        return text.matches("[.,]?\\d.*");
    }

    private static boolean goesOn(Placed left, Placed right) {
        if (!left.runsAlong() || !right.runsAlong()) {
            return false;
        }
        double low = Math.min(left.thickness(), right.thickness());
        double gap = right.startX() - left.endX();
        boolean alike = left.isLevelWith(right) && gap < WIDEST_GAP * low;
        return gap > -MOST_OVERLAP * low && (alike || isRaised(right, left, gap) && endsInFigure(left.text()) && isCentsOrSign(right)
                || isRaised(left, right, gap) && beginsWithFigure(right.text()) && left.read().text().isSign());
    }

    /** The small digits or the currency that stand high beside the large digits of a price. */
    private static boolean isRaised(Placed small, Placed large, double gap) {
        return gap < .5 * large.thickness() && small.thickness() < large.thickness() && large.box().sharedHeight(small.box()) > .7;
    }

    private static boolean isCentsOrSign(Placed area) {
        return area.text().matches("\\d\\d?\\D*") || area.read().text().isSign();
    }

    /** The row as a line of text; its confidence is what the mean over its characters is worth. */
    Line line() {
        List<Word> words = new ArrayList<>();
        double sum = 0;
        int characters = 0;
        for (Placed area : areas) {
            for (Span word : area.read().text().words()) {
                words.add(new Word(word.text(), area.read().area().part(word.from(), word.to()).corners(), Calibration.of(word.confidence())));
            }
            int length = area.text().length();
            sum += length * area.read().text().confidence();
            characters += length;
        }
        List<Point2D.Float> first = areas.get(0).read().area().corners();
        List<Point2D.Float> last = areas.get(areas.size() - 1).read().area().corners();
        return new Line(areas.stream().map(Placed::text).collect(Collectors.joining(" ")), List.of(first.get(0), last.get(1), last.get(2), first.get(3)),
                Calibration.of(sum / characters), words);
    }
}
