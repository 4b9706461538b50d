package io.labelrecognition.client.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.labelrecognition.client.LabelRecognitionException;

/**
 * Why a photo lies in the folder of failed ones: the file beside it.
 *
 * @param reason   one of {@link LabelRecognitionException.Reason}, as written there, or {@link #UNEXPECTED}
 * @param detail   what happened, in a sentence
 * @param attempts how often the photo was tried, moves back into the inbox included
 * @param taskId   the task at the service; null where the photo was not sent
 * @param at       when, ISO 8601 in UTC
 * @param sha256   which photo: SHA-256 of its bytes, in hexadecimal; null where they cannot be read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailureReport(String reason, String detail, int attempts, String taskId, String at, String sha256) {

    /** An error of the application's own, or of the route that takes the text: whatever is no {@link LabelRecognitionException}. */
    public static final String UNEXPECTED = "unexpected";

    boolean isOfTheSamePhoto(FailureReport other) {
        return sha256 != null && sha256.equals(other.sha256);
    }

    FailureReport after(FailureReport earlier) {
        return new FailureReport(reason, detail, attempts + earlier.attempts, taskId, at, sha256);
    }
}
