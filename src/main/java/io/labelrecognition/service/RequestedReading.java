package io.labelrecognition.service;

import io.labelrecognition.client.wire.RecognitionSettings;
import io.labelrecognition.client.wire.RecognitionSettings.Rect;
import io.labelrecognition.client.wire.RecognitionSettings.Region;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.ReadingOptions.AreaConfidence;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a photo is to be read, as its settings ask for it.
 *
 * @param formats  what the results are to be in
 * @param warnings the settings that change nothing here, in words for whoever made them
 */
record RequestedReading(ReadingOptions options, List<ResultFormat> formats, List<String> warnings) {
    private static final int MOST_REGIONS = 100;
    private static final Map<String, AreaConfidence> AREA_CONFIDENCES = Map.of(
            "Default", AreaConfidence.MID,
            "All", AreaConfidence.ALL,
            "Low", AreaConfidence.LOW,
            "LowMid", AreaConfidence.LOW_MID,
            "Mid", AreaConfidence.MID,
            "MidHigh", AreaConfidence.MID_HIGH,
            "High", AreaConfidence.HIGH,
            "Ultra", AreaConfidence.ULTRA);

    /** A setting asks for what this service cannot do. The message says what it can. */
    static final class UnsupportedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsupportedException(String message) {
            super(message);
        }
    }

    static RequestedReading of(RecognitionSettings settings) throws UnsupportedException {
        String language = settings.language();
        if (language != null && !language.equalsIgnoreCase("English")) {
            throw new UnsupportedException("language " + quoted(language) + " is not supported by the local service: it is English here.");
        }
        ReadingOptions options = new ReadingOptions(
                !Boolean.FALSE.equals(settings.makeSkewCorrect()),
                Boolean.TRUE.equals(settings.makeUpsampling()),
                Boolean.TRUE.equals(settings.makeBinarization()),
                Objects.requireNonNullElse(settings.rotate(), 0),
                regions(settings.regions()),
                areaConfidence(settings.dsrConfidence()),
                Boolean.TRUE.equals(settings.makeSpellCheck()));
        return new RequestedReading(options, formats(settings), warnings(settings));
    }

    private static List<ResultFormat> formats(RecognitionSettings settings) throws UnsupportedException {
        String type = Objects.requireNonNullElse(settings.resultType(), "Text");
        List<ResultFormat> formats = new ArrayList<>(ResultFormat.named(type).orElseThrow(
                () -> new UnsupportedException("resultType " + quoted(type) + " is not known: it is one of " + ResultFormat.names() + ".")));
        if (Boolean.TRUE.equals(settings.preview())) {
            formats.add(ResultFormat.PREVIEW);
        }
        return List.copyOf(formats);
    }

    private static AreaConfidence areaConfidence(String name) throws UnsupportedException {
        AreaConfidence confidence = AREA_CONFIDENCES.get(Objects.requireNonNullElse(name, "Default"));
        if (confidence == null) {
            throw new UnsupportedException("dsrConfidence " + quoted(name) + " is not known: it is one of "
                    + String.join(", ", AREA_CONFIDENCES.keySet().stream().sorted().toList()) + ".");
        }
        return confidence;
    }

    /** The regions in the order that they ask for; those that ask for none come last, as they were sent. */
    private static List<Rectangle> regions(List<Region> regions) throws UnsupportedException {
        List<Region> ordered = new ArrayList<>(Objects.requireNonNullElse(regions, List.of()));
        if (ordered.size() > MOST_REGIONS) {
            throw new UnsupportedException("regions holds " + ordered.size() + " rectangles: the local service reads up to " + MOST_REGIONS
                    + " of a photo.");
        }
        for (Region region : ordered) {
            if (region == null || region.rect() == null || isEmpty(region.rect())) {
                throw new UnsupportedException("regions holds a rectangle with nothing in it: bottomRightX and bottomRightY have to be "
                        + "greater than topLeftX and topLeftY.");
            }
        }
        ordered.sort(Comparator.comparing(Region::order, Comparator.nullsLast(Comparator.naturalOrder())));
        return ordered.stream().map(Region::rect).map(RequestedReading::rectangle).toList();
    }

    private static boolean isEmpty(Rect rect) {
        return rect.bottomRightX() <= rect.topLeftX() || rect.bottomRightY() <= rect.topLeftY();
    }

    private static Rectangle rectangle(Rect rect) {
        // subtracted exactly: a difference beyond an int would turn negative
        return new Rectangle(rect.topLeftX(), rect.topLeftY(),
                (int) Math.min((long) rect.bottomRightX() - rect.topLeftX(), Integer.MAX_VALUE),
                (int) Math.min((long) rect.bottomRightY() - rect.topLeftY(), Integer.MAX_VALUE));
    }

    private static List<String> warnings(RecognitionSettings settings) {
        List<String> warnings = new ArrayList<>();
        if (Boolean.TRUE.equals(settings.makeContrastCorrection())) {
            warnings.add("makeContrastCorrection changes nothing: the local service reads faint text as it is.");
        }
        if (settings.dsrMode() != null) {
            warnings.add("dsrMode changes nothing: the local service finds text areas in one way only.");
        }
        return List.copyOf(warnings);
    }

    /** A value as it may stand in a message: not at any length. */
    private static String quoted(String value) {
        return '"' + (value.length() <= 50 ? value : value.substring(0, 50) + "…") + '"';
    }
}
