package io.labelrecognition.ocr;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One line of text on a photo.
 *
 * @param text       its words, separated by single spaces; never blank
 * @param corners    the four corners of the line's box in pixels of the upright photo (as its EXIF orientation says),
 *                   turned by {@link ReadingOptions#rotation()}: clockwise as the text is read, from the top left
 * @param confidence how likely a word of the line is right, 0 to 1, as it was on real photos
 * @param words      its words, each with a box of its own; their texts, separated by single spaces, are the text
 */
public record Line(String text, List<Point2D.Float> corners, double confidence, List<Word> words) {
    public Line {
        corners = List.copyOf(corners);
        words = List.copyOf(words);
    }

    /** A line of whose words nothing more is known. */
    public Line(String text, List<Point2D.Float> corners, double confidence) {
        this(text, corners, confidence, List.of(new Word(text, corners, confidence)));
    }

    /** The same line, its words spelled otherwise. */
    Line spelled(UnaryOperator<String> spelling) {
        List<Word> spelled = words.stream().map(word -> word.with(spelling.apply(word.text()))).toList();
        return new Line(spelled.stream().map(Word::text).collect(Collectors.joining(" ")), corners, confidence, spelled);
    }

    /** The line in a picture that is {@code factor} times as large, and moved after that. */
    Line scaled(int factor, int right, int down) {
        if (factor == 1 && right == 0 && down == 0) {
            return this;
        }
        UnaryOperator<List<Point2D.Float>> moved = points -> points.stream()
                .map(point -> new Point2D.Float(point.x * factor + right, point.y * factor + down)).toList();
        return new Line(text, moved.apply(corners), confidence,
                words.stream().map(word -> new Word(word.text(), moved.apply(word.corners()), word.confidence())).toList());
    }
}
