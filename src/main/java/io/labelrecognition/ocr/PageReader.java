package io.labelrecognition.ocr;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.detection.TextDetector;
import io.labelrecognition.ocr.layout.Direction;
import io.labelrecognition.ocr.layout.ReadingOrder;
import io.labelrecognition.ocr.photo.Pixels;
import io.labelrecognition.ocr.photo.Pyramid;
import io.labelrecognition.ocr.recognition.LineRecognizer;
import io.labelrecognition.ocr.recognition.ReadArea;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Reads a picture that is ready to be read: detection, recognition, order. Threads may share it. */
final class PageReader {
    private static final double UPSAMPLING = 2;
    private static final int QUARTER = 90;
    /** In degrees: a turn by less loses more in its pixels than the text gains. */
    private static final double LEAST_SLANT = 18;

    private final TextDetector detector;
    private final LineRecognizer recognizer;
    private final LineWorkers workers;
    private final Set<Method> methods;

    PageReader(TextDetector detector, LineRecognizer recognizer, LineWorkers workers, Set<Method> methods) {
        this.detector = detector;
        this.recognizer = recognizer;
        this.workers = workers;
        this.methods = methods;
    }

    List<Line> read(Pixels page, ReadingOptions options) {
        List<ReadArea> areas = areas(page, options);
        if (options.skewCorrection() && methods.contains(Method.STRAIGHTENED)) {
            areas = straightened(areas, page, options);
        }
        return ReadingOrder.lines(areas, options.skewCorrection(), methods);
    }

    /** What there is to read once the page is turned as most of its text runs; as it is where the text is upright, or there is no more to read. */
    private List<ReadArea> straightened(List<ReadArea> areas, Pixels page, ReadingOptions options) {
        double angle = Math.toDegrees(Direction.of(areas));
        long upright = Math.round(angle / QUARTER) * QUARTER;
        int degrees = (int) (Math.abs(angle - upright) < LEAST_SLANT ? upright : Math.round(angle));
        if (degrees == 0) {
            return areas;
        }
        Pixels turned = page.turnedClockwise(-degrees);
        List<ReadArea> again = areas(turned, options).stream().map(read -> new ReadArea(read.area().turnedClockwise(Math.toRadians(degrees),
                turned.width(), turned.height(), page.width(), page.height()), read.text())).toList();
        return letters(again) > letters(areas) ? again : areas;
    }

    /** How many letters and digits are likely right. */
    private static double letters(List<ReadArea> areas) {
        return areas.stream().mapToDouble(read -> read.text().confidence() * read.text().text().chars().filter(Character::isLetterOrDigit).count()).sum();
    }

    private List<ReadArea> areas(Pixels page, ReadingOptions options) {
        Pyramid pyramid = new Pyramid(page);
        List<TextArea> areas = detector.detect(page, options.upsampling() ? UPSAMPLING : 1, leastScore(options.minConfidence()));
        Thread caller = Thread.currentThread();
        return workers.each(areas, area -> {
            if (caller.isInterrupted()) {
                throw new CancellationException();
            }
            return recognizer.read(pyramid, area);
        }).stream().flatMap(Optional::stream).toList();
    }

    /** The mean probability in an area's rectangle that the detection must reach. */
    private static double leastScore(ReadingOptions.AreaConfidence confidence) {
        return switch (confidence) {
            case ALL -> 0;
            case LOW -> .15;
            case LOW_MID -> .22;
            case MID -> .3;
            case MID_HIGH -> .45;
            case HIGH -> .6;
            case ULTRA -> .75;
        };
    }
}
