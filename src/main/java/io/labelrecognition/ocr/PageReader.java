package io.labelrecognition.ocr;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.detection.TextDetector;
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
        Pyramid pyramid = new Pyramid(page);
        List<TextArea> areas = detector.detect(page, options.upsampling() ? UPSAMPLING : 1, leastScore(options.minConfidence()));
        Thread caller = Thread.currentThread();
        List<ReadArea> read = workers.each(areas, area -> {
            if (caller.isInterrupted()) {
                throw new CancellationException();
            }
            return recognizer.read(pyramid, area);
        }).stream().flatMap(Optional::stream).toList();
        return ReadingOrder.lines(read, options.skewCorrection(), methods);
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
