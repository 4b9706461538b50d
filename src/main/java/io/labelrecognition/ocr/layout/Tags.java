package io.labelrecognition.ocr.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Price tags, or goods with their prices, side by side: their lines stand level, so that they would be read across. What tells them from a
 * table is that a row of them is all prices, or says the same in each of them, and what stands above and below is mostly no price.
 *
 * @param columns the tags from left to right, each with what stands on it
 */
record Tags(List<List<Placed>> columns) {
    private static final Pattern PRICE = Pattern.compile("[$£€¥]? ?\\d{1,4}([.,]\\d\\d)?[¢€]?");
    /** From price to price and to what names a row, in heights. */
    private static final double WIDEST_GAP = 25;
    /** What stands on a tag stands so close under each other, in heights of the higher one. */
    private static final double LINE_GAP = 1.2;
    /** So much of its width something shares with the tag that it stands on. */
    private static final double SHARED = .3;
    private static final double WORD_GAP = .8;
    /** Of two tags it stands on the one with which it shares a good deal more. */
    private static final double LESS = .6;
    /** A photo with more than that on it is a page of text, and looking for tags would take long. */
    private static final int MOST_AREAS = 400;
    /** Shorter texts stand twice beside each other for other reasons. */
    private static final int SHORTEST = 4;

    /** All that there are on a photo; an area is part of one at most. */
    static List<Tags> in(List<Placed> areas) {
        List<Tags> found = new ArrayList<>();
        if (areas.size() > MOST_AREAS) {
            return found;
        }
        List<Placed> left = new ArrayList<>(areas);
        for (List<Placed> prices : anchors(areas)) {
            if (left.containsAll(prices)) {
                Tags tags = around(prices, left);
                if (tags.areTags(left)) {
                    tags.columns.forEach(left::removeAll);
                    tags.takeWhatIsBeside(left);
                    found.add(tags);
                }
            }
        }
        return found;
    }

    /** Level prices, and what says the same as what stands level with it: the longest rows first. */
    private static List<List<Placed>> anchors(List<Placed> areas) {
        List<Placed> prices = new ArrayList<>();
        Map<String, List<Placed>> repeated = new TreeMap<>();
        areas.stream().filter(Placed::runsAlong).sorted(Comparator.comparingDouble(Placed::startX)).forEach(area -> {
            if (isPrice(area)) {
                prices.add(area);
            } else if (area.text().length() >= SHORTEST) {
                repeated.computeIfAbsent(area.text().toLowerCase(Locale.ROOT), text -> new ArrayList<>()).add(area);
            }
        });
        return Stream.concat(Stream.of(prices), repeated.values().stream()).flatMap(group -> level(group).stream())
                .sorted(Comparator.comparingInt(row -> -row.size())).toList();
    }

    private static List<List<Placed>> level(List<Placed> fromTheLeft) {
        List<List<Placed>> rows = new ArrayList<>();
        for (Placed area : fromTheLeft) {
            List<Placed> row = rows.stream().filter(it -> isLevel(it.get(it.size() - 1), area)).findFirst().orElse(null);
            if (row == null) {
                row = new ArrayList<>();
                rows.add(row);
            }
            row.add(area);
        }
        rows.removeIf(row -> row.size() < 2);
        return rows;
    }

    private static boolean isPrice(Placed area) {
        return PRICE.matcher(area.text()).matches();
    }

    private static boolean isLevel(Placed left, Placed right) {
        double gap = right.startX() - left.endX();
        return left.isLevelWith(right) && gap > 0 && gap < WIDEST_GAP * Math.max(left.thickness(), right.thickness());
    }

    /** Each price with what stands above and below it, from line to line. */
    private static Tags around(List<Placed> prices, List<Placed> areas) {
        List<List<Placed>> columns = new ArrayList<>();
        prices.forEach(price -> columns.add(new ArrayList<>(List.of(price))));
        List<Placed> rest = new ArrayList<>(areas);
        rest.removeAll(prices);
        rest.removeIf(area -> !area.runsAlong());
        boolean grown;
        do {
            grown = false;
            for (Placed area : List.copyOf(rest)) {
                double most = 0;
                double next = 0;
                List<Placed> tag = null;
                for (List<Placed> column : columns) {
                    double shared = standsOn(area, column);
                    next = Math.max(next, Math.min(shared, most));
                    if (shared > most) {
                        most = shared;
                        tag = column;
                    }
                }
                if (tag != null && next < LESS * most) {
                    tag.add(area);
                    rest.remove(area);
                    grown = true;
                }
            }
        } while (grown);
        return new Tags(columns);
    }

    /** How much of its width an area shares with a tag that it goes on with, 0 where it does not. */
    private static double standsOn(Placed area, List<Placed> column) {
        double shared = area.box().sharedWidth(box(column));
        boolean goesOn = column.stream().anyMatch(other -> {
            double high = Math.max(area.thickness(), other.thickness());
            double low = Math.min(area.thickness(), other.thickness());
            return shared > SHARED ? area.box().gapDown(other.box()) < LINE_GAP * high
                    : area.box().sharedHeight(other.box()) > .5 && area.box().gapAcross(other.box()) < WORD_GAP * low;
        });
        return goesOn ? Math.max(SHARED, shared) : 0;
    }

    private boolean areTags(List<Placed> areas) {
        boolean overlapping = columns.stream().anyMatch(column -> columns.stream().anyMatch(other -> other != column
                && box(column).sharedWidth(box(other)) > SHARED));
        boolean rowIsNamed = areas.stream().anyMatch(area -> columns.stream().noneMatch(column -> column.contains(area))
                && isLevel(area, columns.get(0).get(0)));
        return !overlapping && !rowIsNamed && columns.stream().allMatch(column -> column.stream().filter(Tags::isPrice).count() * 2 <= column.size());
    }

    /** What stands between two tags belongs to the left one; behind the last there is room for as much as the widest has. */
    private void takeWhatIsBeside(List<Placed> areas) {
        Box all = box();
        List<Box> boxes = columns.stream().map(Tags::box).toList();
        double widest = 0;
        for (int i = 1; i < boxes.size(); i++) {
            widest = Math.max(widest, boxes.get(i).left() - boxes.get(i - 1).left());
        }
        for (int i = 0; i < boxes.size(); i++) {
            double from = boxes.get(i).left();
            double to = i + 1 < boxes.size() ? boxes.get(i + 1).left() : from + widest;
            List<Placed> beside = areas.stream().filter(area -> area.runsAlong() && area.box().sharedHeight(all) > .5
                    && area.box().left() >= from && area.box().right() <= to).toList();
            columns.get(i).addAll(beside);
            areas.removeAll(beside);
        }
    }

    private static Box box(List<Placed> column) {
        return column.stream().map(Placed::box).reduce(Box::with).orElseThrow();
    }

    Box box() {
        return columns.stream().map(Tags::box).reduce(Box::with).orElseThrow();
    }
}
