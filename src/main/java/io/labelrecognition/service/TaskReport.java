package io.labelrecognition.service;

import io.labelrecognition.client.wire.RecognitionResult;
import io.labelrecognition.client.wire.RecognitionResult.Entry;
import io.labelrecognition.client.wire.RecognitionResult.Notices;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;

/**
 * What there is to say about a task.
 *
 * @param result        the body of the reply
 * @param confidence    how sure the reader is of the lines on average, 0 to 1 with three decimals; null where there are none
 * @param minConfidence the same of the line that it is least sure of
 */
public record TaskReport(RecognitionResult result, BigDecimal confidence, BigDecimal minConfidence) {

    static TaskReport unknown(String id) {
        return without(id, "NotExist", "TaskNotFound", null);
    }

    static TaskReport pending(String id) {
        return without(id, "Pending", "NotReady", null);
    }

    static TaskReport processing(String id) {
        return without(id, "Processing", "NotReady", null);
    }

    /** @param message why, in words for the photo's owner */
    static TaskReport failed(String id, String message) {
        return without(id, "Error", "Error", new Notices(List.of(message), List.of()));
    }

    /**
     * @param results  what was read, in the formats asked for
     * @param warnings what there is to say besides what the reader says
     */
    static TaskReport completed(String id, Reading reading, List<Entry> results, List<String> warnings) {
        List<String> allWarnings = Stream.concat(warnings.stream(), reading.warnings().stream()).toList();
        RecognitionResult result = new RecognitionResult(id, "Completed", reading.lines().isEmpty() ? "NoAnyResultData" : "Ok",
                results, allWarnings.isEmpty() ? null : new Notices(List.of(), allWarnings));
        if (reading.lines().isEmpty()) {
            return new TaskReport(result, null, null);
        }
        DoubleSummaryStatistics confidences = reading.lines().stream().mapToDouble(Line::confidence).summaryStatistics();
        return new TaskReport(result, rounded(confidences.getAverage()), rounded(confidences.getMin()));
    }

    private static TaskReport without(String id, String taskStatus, String responseStatusCode, Notices error) {
        return new TaskReport(new RecognitionResult(id, taskStatus, responseStatusCode, null, error), null, null);
    }

    /** How many bytes of results there are. */
    long bytes() {
        return result.results() == null ? 0 : result.results().stream().mapToLong(entry -> entry.data().length).sum();
    }

    /** The same without the results. */
    TaskReport statusOnly() {
        return without(result.id(), result.taskStatus(), result.responseStatusCode(), result.error());
    }

    private static BigDecimal rounded(double confidence) {
        return BigDecimal.valueOf(confidence).setScale(3, RoundingMode.HALF_UP);
    }
}
