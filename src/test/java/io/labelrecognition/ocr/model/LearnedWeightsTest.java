package io.labelrecognition.ocr.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.ocr.DrawnLabel;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.ReadingOptions;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedWeightsTest {
    private static final List<String> LINES = List.of("Keep refrigerated", "Best before", "WHOLE MILK", "No parking", "Organic honey", "Net weight", "Ring the bell",
            "Made in England", "Handle with care", "Staff only", "Fresh bread", "Hazelnut spread", "Emergency exit", "Blackcurrant", "Sparkling water", "Mind the step");

    /** Letters of some seven pixels, out of focus. */
    private static byte[] blurred(String text, int side) throws Exception {
        float[] kernel = new float[side * side];
        Arrays.fill(kernel, 1f / kernel.length);
        BufferedImage sharp = new DrawnLabel(320, 120).text(text, 30, 50, 16).image();
        return DrawnLabel.encoded(new ConvolveOp(new Kernel(side, side, kernel), ConvolveOp.EDGE_NO_OP, null).filter(sharp, null), "png");
    }

    private static int read(Method... without) throws Exception {
        int right = 0;
        try (LabelReader reader = LabelReader.open(1, EnumSet.complementOf(EnumSet.copyOf(List.of(without))))) {
            for (int side = 4; side <= 6; side++) {
                for (String line : LINES) {
                    right += reader.read(blurred(line, side), ReadingOptions.DEFAULT).text().equals(line + "\n") ? 1 : 0;
                }
            }
        }
        return right;
    }

    @Test
    void blurredLinesAreReadMoreOftenThanAsPublished() throws Exception {
        int published = read(Method.LEARNED_WEIGHTS, Method.SECOND_NETWORK);
        int learned = read(Method.SECOND_NETWORK);
        int both = read(Method.BLOCKS);
        assertTrue(published < learned && learned <= both, () -> published + ", " + learned + " and " + both + " lines of " + 3 * LINES.size());
    }

    @Test
    void eachConstantThatChangesIsOneOfThePublishedNetwork() {
        OnnxGraph published = OnnxGraph.parse(Models.resource(Models.RECOGNITION));
        OnnxGraph graph = OnnxGraph.parse(Models.resource(Models.RECOGNITION));
        OnnxGraph second = OnnxGraph.parse(Models.resource(Models.RECOGNITION));
        LearnedWeights.into(graph, LearnedWeights.USUAL);
        LearnedWeights.into(second, LearnedWeights.ALL);
        assertEquals(published.nodes().size(), graph.nodes().size());
        long changed = graph.nodes().stream().flatMap(node -> node.inputs().stream()).filter(input -> input.endsWith(".learned")).peek(input -> {
            float[] before = published.constant(input.substring(0, input.lastIndexOf('.'))).values();
            float[] after = graph.constant(input).values();
            assertEquals(before.length, after.length, input);
            assertTrue(!Arrays.equals(before, after), input);
            float[] all = second.constant(input).values();
            for (int i = 0; i < before.length; i++) {
                assertEquals(LearnedWeights.USUAL * (all[i] - before[i]), after[i] - before[i], 1e-5 + 1e-5 * Math.abs(before[i]), input);
            }
        }).count();
        assertTrue(changed > 50, () -> changed + " constants");
    }
}
