package io.labelrecognition.service;

import io.labelrecognition.client.RecognitionResult;
import io.labelrecognition.ocr.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * What there is to say about a task.
 *
 * @param result        the body of the reply
 * @param confidence    how sure the reader is of the lines on average, 0 to 1 with three decimals; null where there are none
 * @param minConfidence the same of the line that it is least sure of
 */
public record TaskReport(RecognitionResult result, BigDecimal confidence, BigDecimal minConfidence) {

    static TaskReport of(RecognitionResult result) {
        return new TaskReport(result, null, null);
    }

    static TaskReport of(RecognitionResult result, List<Line> lines) {
        if (lines.isEmpty()) {
            return of(result);
        }
        DoubleSummaryStatistics confidences = lines.stream().mapToDouble(Line::confidence).summaryStatistics();
        return new TaskReport(result, rounded(confidences.getAverage()), rounded(confidences.getMin()));
    }

    /** The same without the results. */
    TaskReport statusOnly() {
        return of(new RecognitionResult(result.id(), result.taskStatus(), result.responseStatusCode(), null, result.error()));
    }

    private static BigDecimal rounded(double confidence) {
        return BigDecimal.valueOf(confidence).setScale(3, RoundingMode.HALF_UP);
    }
}
