package io.labelrecognition.ocr.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The amounts of a receipt, a price list or a table, such as that of nutrition or of distances: a column of them, close under each other, stands
 * far to the right of what they are for. What lies on one line with such an amount is one line of the text, however wide the gap.
 */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("[-$£€¥<]{0,2} ?\\d{1,5}([.,]\\d{1,3})? ?([-A-Z%*€¢]|[kmµ]?[gGlLJ]|kcal|km|cm|mm|oz|m)?");
    /** The next amount of the column is at most so many heights away, and begins or ends within one. */
    private static final double NEXT = 3;
    private static final double WIDEST_GAP = 25;

    private Amounts() {
    }

    /** The rows, with those in one that an amount belongs to. */
    static List<Row> joined(List<Row> rows) {
        List<Placed> amounts = rows.stream().map(Amounts::last).filter(Amounts::isAmount).toList();
        List<Placed> columns = amounts.stream().filter(amount -> amounts.stream().anyMatch(other -> isNext(amount, other))).toList();
        List<Row> joined = new ArrayList<>(rows);
        for (Placed amount : columns) {
            Optional<Row> label = Optional.empty();
            do {
                Row row = joined.stream().filter(it -> last(it) == amount).findFirst().orElseThrow();
                label = joined.stream().filter(it -> !columns.contains(last(it)) && isOneLine(last(it), row.areas().get(0)))
                        .max(Comparator.comparingDouble(it -> last(it).endX()));
                label.ifPresent(before -> {
                    List<Placed> areas = new ArrayList<>(before.areas());
                    areas.addAll(row.areas());
                    joined.removeAll(List.of(before, row));
                    joined.add(Row.of(areas));
                });
            } while (label.isPresent());
        }
        return joined;
    }

    private static Placed last(Row row) {
        return row.areas().get(row.areas().size() - 1);
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
        double gap = right.startX() - left.endX();
        double high = Math.max(left.thickness(), right.thickness());
        return left.runsAlong() && left.isLevelWith(right) && gap > -high && gap < WIDEST_GAP * Math.min(left.thickness(), right.thickness());
    }
}
