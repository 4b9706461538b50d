package io.labelrecognition.ocr.model;

import java.util.List;
import java.util.stream.IntStream;

/** The recognition network up to its last layer, for what is learned on top of it. */
public final class RecognitionFeatures {
    /** What the last layer takes of each step, before the logits that it makes of that. */
    public static final int FEATURES = 120;
    /** The network's own classes. */
    public static final int CLASSES = 6625;

    private RecognitionFeatures() {
    }

    /** {@code [1][3][48][width]} in, {@code [1][width / 8][FEATURES + CLASSES]} out: the features, and behind them the logits. */
    public static Network network(int threads) {
        OnnxGraph graph = OnnxGraph.parse(Models.resource(Models.RECOGNITION));
        GraphSimplifier.simplify(graph);
        OnnxNode softmax = graph.nodes().stream().filter(node -> node.type().equals("Softmax")).reduce((one, next) -> next).orElseThrow();
        String logits = softmax.inputs().get(0);
        String features = graph.maker(graph.maker(logits).inputs().get(0)).inputs().get(0);
        graph.replace(softmax, new OnnxNode("Concat", List.of(features, logits), softmax.output()).with("axis", 2));
        graph.keepOfOutput(2, IntStream.range(0, FEATURES + CLASSES).toArray());
        return Network.load(graph.toBytes(), threads);
    }
}
