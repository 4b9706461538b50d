package io.labelrecognition.ocr;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was read on one photo.
 *
 * @param lines    the lines in reading order; empty where the photo holds no text
 * @param warnings what the reader had to put up with, in words for a user (a truncated file, say); empty as a rule
 * @param width    of the upright, turned photo in whose pixels the lines are placed
 * @param height   of the same
 */
public record Reading(List<Line> lines, List<String> warnings, int width, int height) {
    public Reading {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /** What was read on a photo that is just large enough for its lines. */
    public Reading(List<Line> lines, List<String> warnings) {
        this(lines, warnings, extent(lines, corner -> corner.x), extent(lines, corner -> corner.y));
    }

    private static int extent(List<Line> lines, ToDoubleFunction<Point2D.Float> coordinate) {
        return (int) Math.ceil(lines.stream().flatMap(line -> line.corners().stream()).mapToDouble(coordinate).max().orElse(1));
    }

    /** The text of the lines, one under the other, each ending in a newline; empty where there are none. */
    public String text() {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }

    /** How sure the reader is on the whole, 0 to 1: the mean over all characters; empty where there are none. */
    public OptionalDouble meanConfidence() {
        int characters = lines.stream().mapToInt(line -> line.text().length()).sum();
        double sum = lines.stream().mapToDouble(line -> line.text().length() * line.confidence()).sum();
        return characters == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / characters);
    }

    /** How sure the reader is of the line of which it is least sure, 0 to 1; empty where there are no lines. */
    public OptionalDouble minConfidence() {
        return lines.stream().mapToDouble(Line::confidence).min();
    }
}
