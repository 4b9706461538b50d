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
    private static final Comparator<Row> FROM_THE_TOP = Comparator.comparingDouble(row -> row.box().top() + row.box().bottom());
    /** A gap wider than so many heights divides columns, not words. */
    private static final double WIDEST_GAP = 1.8;
    private static final double MOST_OVERLAP = .6;
    /** So much of the lower one's height is shared with what stands beside it, whatever their heights. */
    private static final double LEVEL = .7;
    /** In heights of the higher one. */
    private static final double GAP_OF_BAR_CODE = 2;

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

    /** From the top, and what stands on one line from the left, however wide the gap: the tilt of lettering differs over a photo. */
    static List<Row> inOrder(List<Row> rows) {
        List<Row> left = new ArrayList<>(rows);
        left.sort(FROM_THE_TOP);
        List<Row> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Row first = left.get(0);
            for (Row before = first; before != null; before = firstBefore(first, left)) {
                first = before;
            }
            order.add(first);
            left.remove(first);
        }
        return order;
    }

    private static Row firstBefore(Row right, List<Row> rows) {
        return rows.stream().filter(row -> row.isLevelBefore(right)).findFirst().orElse(null);
    }

    private boolean isLevelBefore(Row right) {
        Placed last = areas.get(areas.size() - 1);
        Placed first = right.areas.get(0);
        return last.runsAlong() && first.runsAlong() && first.startX() > last.endX() && last.isLevelWith(first);
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
        return gap > -MOST_OVERLAP * low && (alike || isBarCode(left, right, gap) || isRaised(right, left, gap) && endsInFigure(left.text()) && isCentsOrSign(right)
                || isRaised(left, right, gap) && beginsWithFigure(right.text()) && left.read().text().isSign());
    }

    /** The first digit of a bar code's number and the last one stand apart from the others. */
    private static boolean isBarCode(Placed left, Placed right, double gap) {
        return gap < GAP_OF_BAR_CODE * Math.max(left.thickness(), right.thickness()) && left.box().sharedHeight(right.box()) > LEVEL
                && (left.text() + " " + right.text()).matches("\\d( \\d{5}){2}( \\d)?|\\d( \\d{6}){2}|\\d{5} \\d{5} \\d");
    }

    /** The small digits or the currency that stand high beside the large digits of a price. */
    private static boolean isRaised(Placed small, Placed large, double gap) {
        return gap < .5 * large.thickness() && small.thickness() < large.thickness() && large.box().sharedHeight(small.box()) > LEVEL;
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
