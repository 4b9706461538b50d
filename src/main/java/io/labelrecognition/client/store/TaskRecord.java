package io.labelrecognition.client.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.wire.Confidence;
import io.labelrecognition.client.wire.RecognitionResult.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * How far a photo has come. What a later version knows besides is left out.
 *
 * @param at         when, ISO 8601
 * @param results    the results of a finished one
 * @param confidence how sure the reader was of them; null where it did not say
 * @param readBy     the service that has read it; null where none has, or an earlier version has not noted it
 * @param seconds    from when the service had it until the result was here; null where nobody has seen both
 * @param failure    why there will be none
 * @param unanswered of one that is on its way: how many of its sendings may have been taken, if no more is heard; null is one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TaskRecord(State state, String at, String taskId, List<Entry> results, Confidence confidence, String readBy, Double seconds,
                         Failure failure, Integer unanswered) {
    private static final ObjectMapper JSON = JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

    public enum State {
        /** It is on its way: after a crash nobody knows whether it was taken. */
        SENDING,
        /** The service has it, under the task id. */
        SENT,
        /** The result is here. */
        FINISHED,
        /** There will be no result, and the photo is not yet where it goes for that. */
        FAILED
    }

    /** Why there will be no result. */
    public record Failure(LabelRecognitionException.Reason reason, String detail) {
        /** Whether the same photo with the same settings would fare no better. */
        @JsonIgnore
        public boolean isOfThePhoto() {
            return reason == LabelRecognitionException.Reason.ERROR || reason == LabelRecognitionException.Reason.REFUSED;
        }
    }

    /** @param unanswered how many of its sendings may have been taken, if no more is heard */
    public static TaskRecord sending(Instant at, int unanswered) {
        return new TaskRecord(State.SENDING, at.toString(), null, null, null, null, null, null, unanswered);
    }

    public static TaskRecord sent(Instant at, String taskId) {
        return new TaskRecord(State.SENT, at.toString(), taskId, null, null, null, null, null, null);
    }

    /** What a service has read. */
    public record Finding(List<Entry> results, Confidence confidence, String readBy, Double seconds) {
    }

    public static TaskRecord finished(Instant at, String taskId, Finding finding) {
        return new TaskRecord(State.FINISHED, at.toString(), taskId, finding.results(), finding.confidence(), finding.readBy(), finding.seconds(), null, null);
    }

    public static TaskRecord failed(Instant at, String taskId, Failure failure) {
        return new TaskRecord(State.FAILED, at.toString(), taskId, null, null, null, null, failure, null);
    }

    /** One object in JSON, on one line. */
    public String toJson() throws JsonProcessingException {
        return JSON.writeValueAsString(this);
    }

    /** @throws IOException if it is not a record that somebody could go by */
    public static TaskRecord parse(String json) throws IOException {
        TaskRecord record = JSON.readValue(json, TaskRecord.class);
        if (record == null) {
            throw new IOException("No record of a task");
        }
        return record.checked();
    }

    /** @throws IOException if nobody could go by it */
    TaskRecord checked() throws IOException {
        if (state == null || state != State.SENDING && taskId == null && failure == null) {
            throw new IOException("Not a record of a task");
        }
        return this;
    }
}
