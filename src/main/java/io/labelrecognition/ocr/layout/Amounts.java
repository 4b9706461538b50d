package io.labelrecognition.ocr.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The amounts of a receipt, a price list or a table, such as that of nutrition or of distances: a column of them, close under each other, stands
 * far to the right of what they are for. What lies on one line with such an amount is one line of the text, however wide the gap.
 */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("[-$£€¥<]{0,2} ?\\d{1,5}([.,] ?\\d{1,3})? ?([-A-Z%*€¢]|[kmµ]?[gGlLJ]|kcal|km|cm|mm|oz|m)?");
    /** The next amount of the column is at most so many heights away, and begins or ends within one. */
    private static final double NEXT = 3;
    private static final double WIDEST_GAP = 25;
    /** How far an amount may lie above or below what it is for where no other one is as near, in heights. */
    private static final double MOST_BENT = .6;

    private Amounts() {
    }

    /** The rows, with those in one that an amount belongs to. */
    static List<Row> joined(List<Row> rows) {
        List<Placed> amounts = rows.stream().map(Amounts::last).filter(Amounts::isAmount).toList();
        List<Placed> columns = amounts.stream().filter(amount -> amounts.stream().anyMatch(other -> isNext(amount, other))).toList();
        List<Row> joined = new ArrayList<>(rows);
        for (Placed amount : columns) {
            boolean isJoined;
            do {
                Placed first = rowOf(amount, joined).areas().get(0);
                isJoined = join(joined, amount, labels(joined, columns).filter(it -> isOneLine(last(it), first))
                        .max(Comparator.comparingDouble(it -> last(it).endX())));
            } while (isJoined);
        }
        // on creased or bent paper the two are further off each other
        for (Placed amount : columns) {
            if (figures(rowOf(amount, joined)).size() == 1) {
                join(joined, amount, labels(joined, columns).filter(it -> isNearly(last(it), amount)
                                && columns.stream().noneMatch(other -> step(last(it), other) < step(last(it), amount)))
                        .min(Comparator.comparingDouble(it -> step(last(it), amount))));
            }
        }
        return joined;
    }

    /** Makes one row of the amount's and the one before it, if there is one. */
    private static boolean join(List<Row> rows, Placed amount, Optional<Row> label) {
        label.ifPresent(before -> {
            Row row = rowOf(amount, rows);
            List<Placed> areas = new ArrayList<>(before.areas());
            areas.addAll(row.areas());
            rows.removeAll(List.of(before, row));
            rows.add(Row.of(areas));
        });
        return label.isPresent();
    }

    private static Stream<Row> labels(List<Row> rows, List<Placed> columns) {
        return rows.stream().filter(row -> !columns.contains(last(row)));
    }

    private static Row rowOf(Placed amount, List<Row> rows) {
        return rows.stream().filter(row -> last(row) == amount).findFirst().orElseThrow();
    }

    /** The last of a row; where that is a currency, what it stands at. */
    private static Placed last(Row row) {
        List<Placed> figures = figures(row);
        return figures.isEmpty() ? row.areas().get(0) : figures.get(figures.size() - 1);
    }

    private static List<Placed> figures(Row row) {
        return row.areas().stream().filter(area -> !area.read().text().isSign()).toList();
    }

    private static boolean isAmount(Placed area) {
        return area.runsAlong() && AMOUNT.matcher(area.text()).matches();
    }

    private static boolean isNext(Placed amount, Placed other) {
        double height = amount.thickness();
        return amount != other && Math.abs(amount.startY() - other.startY()) < NEXT * height && amount.isAlike(other)
                && (Math.abs(amount.endX() - other.endX()) < height || Math.abs(amount.startX() - other.startX()) < height);
    }

    private static boolean isOneLine(Placed left, Placed right) {
        return left.isLevelWith(right) && isBefore(left, right);
    }

    private static boolean isNearly(Placed left, Placed right) {
        return left.isAlike(right) && step(left, right) < MOST_BENT * Math.max(left.thickness(), right.thickness()) && isBefore(left, right);
    }

    private static double step(Placed left, Placed right) {
        return Math.abs(left.stepTo(right));
    }

    private static boolean isBefore(Placed left, Placed right) {
        double gap = right.startX() - left.endX();
        double high = Math.max(left.thickness(), right.thickness());
        return left.runsAlong() && gap > -high && gap < WIDEST_GAP * Math.min(left.thickness(), right.thickness());
    }
}
