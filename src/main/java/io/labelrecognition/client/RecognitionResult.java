package io.labelrecognition.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What the service answers when it is asked for a task: exactly these fields on the wire, nulls included.
 *
 * @param taskStatus         one of {@code Pending}, {@code Processing}, {@code Completed}, {@code Error}, {@code NotExist};
 *                           a string, because a client has to live with a word that it does not know
 * @param responseStatusCode {@code Ok}, {@code NotReady}, {@code NoAnyResultData}, {@code TaskNotFound}, {@code Error}, …
 * @param results            one entry a format asked for; null or empty until the task is completed
 * @param error              null, or messages and warnings: beside a completed result they are notices, not a failure
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecognitionResult(String id, String taskStatus, String responseStatusCode,
                                List<Entry> results, Notices error) {

    /** @param data the bytes of the result, Base64 on the wire, text (UTF-8) included */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(String type, byte[] data) {
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Notices(List<String> messages, List<String> warnings) {
    }
}
