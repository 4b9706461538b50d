package io.labelrecognition.client.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** All messages and warnings, in words for a user; empty as a rule. */
    public List<String> notices() {
        return error == null ? List.of() : Stream.of(error.messages(), error.warnings()).filter(Objects::nonNull).flatMap(List::stream).toList();
    }

    /** Why there is no result. */
    public String explanation() {
        return notices().isEmpty() ? "it gave no reason (" + responseStatusCode + ")." : String.join(" ", notices());
    }

    /** Whether a text was asked for, and there is none. */
    public boolean lacksText() {
        return byType().entrySet().stream().anyMatch(result -> result.getKey().equalsIgnoreCase("Text") && result.getValue().length == 0);
    }

    /** The results by the service's name for the format, in its order; empty where there are none. A second one of a format is {@code Text-2}. */
    public Map<String, byte[]> byType() {
        Map<String, byte[]> byType = new LinkedHashMap<>();
        if (results != null) {
            for (Entry entry : results) {
                String type = entry.type() == null ? "Text" : entry.type();
                String name = type;
                for (int number = 2; byType.containsKey(name); number++) {
                    name = type + "-" + number;
                }
                byType.put(name, entry.data() == null ? new byte[0] : entry.data());
            }
        }
        return byType;
    }
}
