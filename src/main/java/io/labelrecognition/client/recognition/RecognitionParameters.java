package io.labelrecognition.client.recognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.wire.RecognitionSettings;
import io.labelrecognition.client.wire.RecognitionSettings.Region;
import java.io.IOException;
import java.util.List;
import org.apache.camel.util.StringHelper;

/** The parameters of the Kamelet that are sent with each photo, under their own names: what is not given is not sent. */
public final class RecognitionParameters {
    private static final ObjectMapper JSON = new ObjectMapper();

    // set once, by the Kamelet's parameters, before the first photo
    private String language;
    private Boolean skewCorrection;
    private Boolean upsampling;
    private String resultType;
    private Boolean binarization;
    private Boolean preview;
    private Boolean spellCheck;
    private Boolean contrastCorrection;
    private Integer rotate;
    private List<Region> regions;
    private String dsrMode;
    private String dsrConfidence;

    public void setLanguage(String language) {
        this.language = language;
    }

    public void setSkewCorrection(boolean skewCorrection) {
        this.skewCorrection = skewCorrection;
    }

    public void setUpsampling(boolean upsampling) {
        this.upsampling = upsampling;
    }

    public void setResultType(String resultType) {
        this.resultType = resultType;
    }

    public void setBinarization(String binarization) {
        this.binarization = StringHelper.trimToNull(binarization) == null ? null : bool("binarization", binarization);
    }

    public void setPreview(String preview) {
        this.preview = bool("preview", preview) ? true : null;
    }

    public void setSpellCheck(String spellCheck) {
        this.spellCheck = StringHelper.trimToNull(spellCheck) == null ? null : bool("spellCheck", spellCheck);
    }

    public void setContrastCorrection(String contrastCorrection) {
        this.contrastCorrection = StringHelper.trimToNull(contrastCorrection) == null ? null : bool("contrastCorrection", contrastCorrection);
    }

    public void setRotate(String degrees) {
        this.rotate = StringHelper.trimToNull(degrees) == null ? null : Integer.valueOf(degrees.trim());
    }

    /** The regions as on the wire: a JSON array of {@code {"rect":{"topLeftX":…},"order":…}}. */
    public void setRegions(String json) throws JsonProcessingException {
        this.regions = StringHelper.trimToNull(json) == null ? null
                : JSON.readValue(json, JSON.getTypeFactory().constructCollectionType(List.class, Region.class));
    }

    public void setDsrMode(String dsrMode) {
        this.dsrMode = StringHelper.trimToNull(dsrMode);
    }

    public void setDsrConfidence(String dsrConfidence) {
        this.dsrConfidence = StringHelper.trimToNull(dsrConfidence);
    }

    /**
     * Under which key a store knows a photo that is sent with these parameters.
     *
     * @param serviceName what the service is called there
     * @throws IOException if the photo cannot be read
     */
    public String key(Photo photo, String serviceName, String clientId) throws IOException {
        return TaskStore.key(photo.sha256(), JSON.writeValueAsString(settings()), serviceName, clientId);
    }

    /** As they are sent. */
    RecognitionSettings settings() {
        return new RecognitionSettings(language, skewCorrection, upsampling, resultType, binarization, spellCheck, contrastCorrection,
                dsrMode, dsrConfidence, rotate, regions, preview);
    }

    private static Boolean bool(String name, String value) {
        if (!value.trim().matches("(?i)true|false")) {
            throw new IllegalArgumentException(name + " is " + value + ": it takes true or false");
        }
        return Boolean.valueOf(value.trim());
    }
}
