package io.labelrecognition.service;

import io.labelrecognition.client.wire.RecognitionResult.Entry;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Picture;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import io.labelrecognition.ocr.format.Hocr;
import io.labelrecognition.ocr.format.Png;
import io.labelrecognition.ocr.format.Preview;
import io.labelrecognition.ocr.format.ReadingJson;
import io.labelrecognition.ocr.format.SearchablePdf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A format that a result is asked for in. */
enum ResultFormat {
    TEXT("Text", false) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return reading.text().getBytes(StandardCharsets.UTF_8);
        }
    },
    PDF("Pdf", true) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return SearchablePdf.of(reading, picture);
        }
    },
    HOCR("Hocr", false) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return Hocr.of(reading).getBytes(StandardCharsets.UTF_8);
        }
    },
    JSON("JSON", false) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return ReadingJson.of(reading, reviewBelow);
        }
    },
    /** The picture that was read: upright, turned, black and white. */
    IMAGE("ImagePNG", true) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return Png.of(picture.image());
        }
    },
    /** What the contract does not know: the photo with what was read drawn into it. */
    PREVIEW("Preview", true) {
        @Override
        byte[] of(Reading reading, Picture picture, Double reviewBelow) {
            return Preview.of(reading, picture);
        }
    };

    private static final Map<String, List<ResultFormat>> TYPES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        TYPES.put("Text", List.of(TEXT));
        TYPES.put("Pdf", List.of(PDF));
        TYPES.put("Hocr", List.of(HOCR));
        TYPES.put("TextAndPdf", List.of(TEXT, PDF));
        TYPES.put("TextAndHocr", List.of(TEXT, HOCR));
        TYPES.put("PdfAndHocr", List.of(PDF, HOCR));
        TYPES.put("TextAndPdfAndHocr", List.of(TEXT, PDF, HOCR));
        TYPES.put("ImagePNG", List.of(IMAGE));
        TYPES.put("JSON", List.of(JSON));
    }

    private final String type;
    private final boolean needsPicture;

    ResultFormat(String type, boolean needsPicture) {
        this.type = type;
        this.needsPicture = needsPicture;
    }

    /** @param picture null where it is not needed */
    abstract byte[] of(Reading reading, Picture picture, Double reviewBelow);

    /** The formats of a {@code resultType}; empty where there is no such type. */
    static Optional<List<ResultFormat>> named(String resultType) {
        return Optional.ofNullable(TYPES.get(resultType));
    }

    static String names() {
        return String.join(", ", TYPES.keySet());
    }

    /** What was read in each of the formats. */
    static List<Entry> entries(List<ResultFormat> formats, byte[] photo, Reading reading, ReadingOptions options, Double reviewBelow)
            throws UnreadablePhotoException {
        boolean pictured = formats.stream().anyMatch(format -> format.needsPicture);
        Picture picture = pictured ? LabelReader.picture(photo, options) : null;
        List<Entry> entries = new ArrayList<>();
        try {
            for (ResultFormat format : formats) {
                entries.add(new Entry(format.type, format.of(reading, picture, reviewBelow)));
            }
        } catch (NoClassDefFoundError lacking) {
            throw new UnreadablePhotoException("PDF files and previews take org.apache.pdfbox:pdfbox on the class path of the local service.", lacking);
        }
        return entries;
    }
}
