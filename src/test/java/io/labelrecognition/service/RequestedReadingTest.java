package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.wire.RecognitionSettings;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.ReadingOptions.AreaConfidence;
import java.awt.Rectangle;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedReadingTest {
    @Test
    void regionsAreBoundedInNumber() {
        RecognitionSettings.Region region = new RecognitionSettings.Region(new RecognitionSettings.Rect(0, 0, 10, 10), null);
        RecognitionSettings many = new RecognitionSettings(null, null, null, null, null, null, null, null, null, null,
                java.util.Collections.nCopies(101, region), null);
        assertTrue(assertThrows(RequestedReading.UnsupportedException.class, () -> RequestedReading.of(many)).getMessage().contains("101 rectangles"));
    }

    @Test
    void settingsThatSayNothingAskForTheDefaults() throws Exception {
        assertEquals(new RequestedReading(ReadingOptions.DEFAULT, List.of(ResultFormat.TEXT), List.of()), reading("{}"));
        assertEquals(reading("{}"), reading("{'language': null, 'makeSkewCorrect': null, 'Rotate': null, 'regions': null, 'dsrConfidence': null}"));
        assertEquals(reading("{}"), reading("{'language': 'English', 'resultType': 'Text', 'makeSkewCorrect': true, 'regions': []}"));
    }

    @Test
    void eachSettingHasItsOption() throws Exception {
        ReadingOptions options = reading("{'makeSkewCorrect': false, 'makeUpsampling': true, 'makeBinarization': true, 'Rotate': -90}").options();
        assertEquals(new ReadingOptions(false, true, true, -90, List.of(), AreaConfidence.MID), options);
    }

    @ParameterizedTest
    @CsvSource({"Default, MID", "All, ALL", "Low, LOW", "LowMid, LOW_MID", "Mid, MID", "MidHigh, MID_HIGH", "High, HIGH", "Ultra, ULTRA"})
    void everyNameOfAnAreaConfidenceIsKnown(String name, AreaConfidence confidence) throws Exception {
        assertEquals(confidence, reading("{'dsrConfidence': '" + name + "'}").options().minConfidence());
    }

    @Test
    void regionsAreReadInTheirOrderAndThoseWithoutOneLast() throws Exception {
        List<Rectangle> regions = reading("{'regions': ["
                + "{'rect': {'topLeftX': 1, 'topLeftY': 2, 'bottomRightX': 11, 'bottomRightY': 22}},"
                + "{'rect': {'topLeftX': 3, 'topLeftY': 4, 'bottomRightX': 8, 'bottomRightY': 9}, 'order': 5},"
                + "{'rect': {'topLeftX': -7, 'topLeftY': 0, 'bottomRightX': 2147483647, 'bottomRightY': 1}, 'order': -1}]}").options().regions();
        assertEquals(List.of(new Rectangle(-7, 0, Integer.MAX_VALUE, 1), new Rectangle(3, 4, 5, 5), new Rectangle(1, 2, 10, 20)), regions);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'language': 'German'}", "{'language': ''}", "{'resultType': 'nonsense'}", "{'resultType': ''}", "{'resultType': 'Text,Pdf'}",
        "{'dsrConfidence': 'Huge'}", "{'regions': [null]}", "{'regions': [{'order': 1}]}", "{'regions': [{'rect': {}}]}",
        "{'regions': [{'rect': {'topLeftX': 5, 'topLeftY': 5, 'bottomRightX': 5, 'bottomRightY': 9}}]}"})
    void whatCannotBeDoneIsRefusedWithWhatCan(String settings) {
        String message = assertThrows(RequestedReading.UnsupportedException.class, () -> reading(settings)).getMessage();
        assertTrue(message.contains("English") || message.contains("Text") || message.contains("LowMid") || message.contains("bottomRightX"), message);
    }

    @ParameterizedTest
    @CsvSource({"Text, TEXT", "pdf, PDF", "HOCR, HOCR", "JSON, JSON", "ImagePNG, IMAGE", "TextAndPdf, TEXT PDF", "TextAndHocr, TEXT HOCR",
        "PdfAndHocr, PDF HOCR", "TextAndPdfAndHocr, TEXT PDF HOCR"})
    void everyResultTypeOfTheContractIsKnown(String type, String formats) throws Exception {
        List<ResultFormat> named = Stream.of(formats.split(" ")).map(ResultFormat::valueOf).toList();
        assertEquals(named, reading("{'resultType': '" + type + "', 'preview': false}").formats());
        assertEquals(Stream.concat(named.stream(), Stream.of(ResultFormat.PREVIEW)).toList(),
                reading("{'resultType': '" + type + "', 'preview': true}").formats());
    }

    @Test
    void aMessageDoesNotRepeatAValueAtAnyLength() {
        String message = assertThrows(RequestedReading.UnsupportedException.class, () -> reading("{'language': '" + "x".repeat(10_000) + "'}")).getMessage();
        assertFalse(message.length() > 200, message);
    }

    @Test
    void whatChangesNothingIsSaid() throws Exception {
        assertEquals(2, reading("{'makeContrastCorrection': true, 'dsrMode': 'Regions'}").warnings().size());
        assertEquals(List.of(), reading("{'makeSpellCheck': true, 'makeContrastCorrection': false}").warnings());
        assertTrue(reading("{'makeSpellCheck': true}").options().spellCheck());
        assertFalse(reading("{'makeSpellCheck': false}").options().spellCheck());
    }

    private static RequestedReading reading(String settings) throws RequestedReading.UnsupportedException, JsonProcessingException {
        return RequestedReading.of(new ObjectMapper().readValue(settings.replace('\'', '"'), RecognitionSettings.class));
    }
}
