package io.labelrecognition.ocr.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.Word;
import java.awt.geom.Point2D;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was read, as JSON: lines and words with their places and how sure the reader is of them. {@code label-recognition/reading.schema.json} on
 * the class path describes it.
 *
 * @param width         of the upright photo, in pixels
 * @param height        of the same
 * @param text          the lines, one under the other
 * @param confidence    the mean over all characters, 0 to 1; null where there are none
 * @param minConfidence of the line that the reader is least sure of; null where there are none
 * @param review        whether a person should look at it; null where nobody has said how sure is sure enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadingJson(int width, int height, String text, BigDecimal confidence, BigDecimal minConfidence, Boolean review,
                          List<LineJson> lines, List<String> warnings) {
    private static final JsonMapper JSON = new JsonMapper();

    /** @param corners {@code [x, y]} each, clockwise from the top left as the text is read */
    public record LineJson(String text, BigDecimal confidence, List<List<BigDecimal>> corners, List<WordJson> words) {
    }

    public record WordJson(String text, BigDecimal confidence, List<List<BigDecimal>> corners) {
    }

    /** @param reviewBelow how sure the reader has to be of each line that nobody needs to look; null where nobody has said */
    public static byte[] of(Reading reading, Double reviewBelow) {
        Boolean review = reviewBelow == null ? null : reading.minConfidence().orElse(1) < reviewBelow;
        ReadingJson json = new ReadingJson(reading.width(), reading.height(), reading.text(), rounded(reading.meanConfidence()),
                rounded(reading.minConfidence()), review, reading.lines().stream().map(ReadingJson::line).toList(), reading.warnings());
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LineJson line(Line line) {
        return new LineJson(line.text(), rounded(line.confidence(), 3), corners(line.corners()), line.words().stream().map(ReadingJson::word).toList());
    }

    private static WordJson word(Word word) {
        return new WordJson(word.text(), rounded(word.confidence(), 3), corners(word.corners()));
    }

    private static List<List<BigDecimal>> corners(List<Point2D.Float> corners) {
        return corners.stream().map(corner -> List.of(rounded(corner.x, 1), rounded(corner.y, 1))).toList();
    }

    private static BigDecimal rounded(OptionalDouble confidence) {
        return confidence.isEmpty() ? null : rounded(confidence.getAsDouble(), 3);
    }

    private static BigDecimal rounded(double value, int places) {
        return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
    }
}
