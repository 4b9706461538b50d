package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.recognition.ReadArea;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Puts what was read on a photo into the order in which a person reads it: what stands on one line is joined, lines close under each other make a
 * block, and blocks are read by cutting the photo along the gaps between them, across first and then down, or down first where columns stand apart
 * (Nagy, Seth and Viswanathan, "A prototype document image analysis system", Computer 25, 1992).
 */
public final class ReadingOrder {
    /** Lines of a block are at most so far apart, in heights of the higher one. */
    private static final double LINE_GAP = .8;
    private static final double LIKE = .4;
    /** What stands beside each other is read one after the other where the gap is so wide, in widest gaps down, and each side has so many rows. */
    private static final double COLUMN_GAP = .6;
    private static final int ROWS_OF_COLUMN = 3;
    private static final double BESIDE = .5;

    private ReadingOrder() {
    }

    /**
     * The lines of a photo.
     *
     * @param straighten go by the direction in which most of the text runs, so that a tilted photo, or one taken
     *                   sideways or upside down, is read as if it were upright; otherwise by the photo's own sides
     * @param methods    whether to read block by block, otherwise from the top alone; and whether to read across to amounts
     */
    public static List<Line> lines(List<ReadArea> areas, boolean straighten, Set<Method> methods) {
        double angle = straighten ? Direction.of(areas) : 0;
        List<Placed> placed = new ArrayList<>(Row.join(areas.stream().map(area -> Placed.of(area, angle)).toList()).stream().flatMap(Row::legible).toList());
        List<Tags> tags = methods.contains(Method.TAGS) ? Tags.in(placed) : List.of();
        List<Block> blocks = new ArrayList<>();
        for (Tags side : tags) {
            side.columns().forEach(placed::removeAll);
            blocks.add(new Block(side.columns().stream().flatMap(tag -> rows(ordered(blocks(tag, methods)))).toList(), side.box()));
        }
        blocks.addAll(blocks(placed, methods));
        return rows(ordered(blocks)).map(Row::line).toList();
    }

    private static Stream<Row> rows(List<Block> blocks) {
        return blocks.stream().flatMap(block -> block.rows().stream());
    }

    private static List<Block> blocks(List<Placed> areas, Set<Method> methods) {
        List<Row> rows = Row.join(areas);
        rows = methods.contains(Method.AMOUNTS) ? Amounts.joined(rows) : rows;
        return methods.contains(Method.BLOCKS) || rows.isEmpty() ? blocks(rows) : List.of(Block.of(rows));
    }

    private record Block(List<Row> rows, Box box) {
        static Block of(List<Row> rows) {
            return new Block(Row.inOrder(rows), rows.stream().map(Row::box).reduce(Box::with).orElseThrow());
        }
    }

    /** Rows close under each other, of a like height, belong together, and so do their neighbours. */
    private static List<Block> blocks(List<Row> rows) {
        List<List<Row>> groups = new ArrayList<>();
        for (Row row : rows) {
            List<Row> joined = new ArrayList<>(List.of(row));
            groups.removeIf(group -> group.stream().anyMatch(other -> closeTo(row, other)) && joined.addAll(group));
            groups.add(joined);
        }
        return groups.stream().map(Block::of).toList();
    }

    private static boolean closeTo(Row a, Row b) {
        double high = Math.max(a.thickness(), b.thickness());
        double low = Math.min(a.thickness(), b.thickness());
        double gap = a.box().gapDown(b.box());
        return a.box().sharedWidth(b.box()) > 0 && gap < LINE_GAP * high && gap > -.5 * low && low > LIKE * high;
    }

    private static List<Block> ordered(List<Block> blocks) {
        if (blocks.size() < 2) {
            return blocks;
        }
        Cut down = Cut.of(blocks, block -> block.box().top(), block -> block.box().bottom());
        Cut across = Cut.of(blocks, block -> block.box().left(), block -> block.box().right());
        List<List<Block>> parts = down.parts();
        if (parts.size() == 1) {
            parts = across.parts();
        } else if (across.makesColumns() && across.widest() > COLUMN_GAP * down.widest()) {
            parts = across.halves();
        }
        return parts.size() == 1 ? bands(blocks) : parts.stream().flatMap(part -> ordered(part).stream()).toList();
    }

    /**
     * Blocks divided wherever a gap runs through between all of them.
     *
     * @param widest the widest of the gaps; 0 where there is none
     * @param half   the number of the part behind that one; 0 where there is none
     */
    private record Cut(List<List<Block>> parts, double widest, int half) {

        static Cut of(List<Block> blocks, ToDoubleFunction<Block> from, ToDoubleFunction<Block> to) {
            List<Block> sorted = new ArrayList<>(blocks);
            sorted.sort(Comparator.comparingDouble(from));
            List<List<Block>> parts = new ArrayList<>();
            double end = from.applyAsDouble(sorted.get(0));
            double widest = 0;
            int half = 0;
            for (Block block : sorted) {
                double gap = from.applyAsDouble(block) - end;
                if (gap >= 0) {
                    if (gap > widest) {
                        widest = gap;
                        half = parts.size();
                    }
                    parts.add(new ArrayList<>());
                }
                parts.get(parts.size() - 1).add(block);
                end = Math.max(end, to.applyAsDouble(block));
            }
            return new Cut(parts, widest, half);
        }

        /** The two sides of the widest gap. */
        List<List<Block>> halves() {
            return Stream.of(parts.subList(0, half), parts.subList(half, parts.size())).map(side -> side.stream().flatMap(List::stream).toList()).toList();
        }

        boolean makesColumns() {
            return half > 0 && halves().stream().allMatch(side -> rows(side).count() >= ROWS_OF_COLUMN);
        }
    }

    /** Where no gap runs through: from the top, and what stands beside each other from the left. */
    private static List<Block> bands(List<Block> blocks) {
        List<Block> left = new ArrayList<>(blocks);
        left.sort(Comparator.comparingDouble(block -> block.box().top()));
        List<Block> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Block first = left.get(0);
            List<Block> band = new ArrayList<>(left.stream().filter(block -> block == first || isBeside(block, first)).toList());
            band.sort(Comparator.comparingDouble(block -> block.box().left()));
            order.addAll(band);
            left.removeAll(band);
        }
        return order;
    }

    /** What shares more of its width than of its height lies below, as the words on a badge around others. */
    private static boolean isBeside(Block a, Block b) {
        double height = a.box().sharedHeight(b.box());
        return height > BESIDE && height > a.box().sharedWidth(b.box());
    }
}
