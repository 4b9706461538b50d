package io.labelrecognition.ocr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was read on one photo.
 *
 * @param lines    the lines in reading order; empty where the photo holds no text
 * @param warnings what the reader had to put up with, in words for a user (a truncated file, say); empty as a rule
 */
public record Reading(List<Line> lines, List<String> warnings) {
    public Reading {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /** The text of the lines, one under the other, each ending in a newline; empty where there are none. */
    public String text() {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }
}
