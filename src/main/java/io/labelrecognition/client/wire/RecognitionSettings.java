package io.labelrecognition.client.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The {@code settings} of a request, under their names on the wire. What is null is not sent, and the service's default holds.
 *
 * @param rotate  degrees; the one name on the wire with a capital
 * @param regions read these rectangles only
 * @param preview of the local service alone: a picture of the photo with what was read drawn into it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecognitionSettings(String language,
                                  Boolean makeSkewCorrect,
                                  Boolean makeUpsampling,
                                  String resultType,
                                  Boolean makeBinarization,
                                  Boolean makeSpellCheck,
                                  Boolean makeContrastCorrection,
                                  String dsrMode,
                                  String dsrConfidence,
                                  @JsonProperty("Rotate") Integer rotate,
                                  List<Region> regions,
                                  Boolean preview) {

    /** @param order the place of the region in the text, from 0; null where it does not matter */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Region(Rect rect, Integer order) {
    }

    /** A rectangle in pixels of the photo. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rect(int topLeftX, int topLeftY, int bottomRightX, int bottomRightY) {
    }
}
