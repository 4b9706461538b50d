package io.labelrecognition.ocr.model;

import io.labelrecognition.ocr.model.OnnxGraph.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the recognition network has learned on drawn lines, in typefaces and light that it had not been taught: a change to each of its weights.
 * Learned by {@code benchmarks/training}.
 *
 * <p>The resource holds, for each constant of the published file that changes: its name (a byte with the length, ASCII), how many columns of it
 * change (two bytes; 0 for all), these columns (two bytes each), the size of a step (float), how many steps follow (four bytes), and the steps, a
 * signed byte for each number.
 */
final class LearnedWeights {
    private static final String RESOURCE = "label-recognition/learned-weights.bin";

    /**
     * How much of the change is usually taken: with all of it the network reads drawn lines best, and photos worse than with none (Wortsman et al.,
     * "Robust fine-tuning of zero-shot models", CVPR 2022).
     */
    static final float USUAL = .4f;
    static final float ALL = 1;

    private LearnedWeights() {
    }

    /**
     * Changes the graph of the published network, as it is in its file.
     *
     * @param part how much of the change is taken, 0 to 1
     */
    static void into(OnnxGraph graph, float part) {
        ByteBuffer changes = Models.resource(RESOURCE);
        while (changes.hasRemaining()) {
            byte[] name = new byte[changes.get() & 255];
            changes.get(name);
            int[] columns = new int[changes.getShort() & 0xffff];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = changes.getShort() & 0xffff;
            }
            float step = changes.getFloat();
            byte[] steps = new byte[changes.getInt()];
            changes.get(steps);
            change(graph, new String(name, StandardCharsets.US_ASCII), columns, part * step, steps);
        }
    }

    private static void change(OnnxGraph graph, String name, int[] columns, float step, byte[] steps) {
        Tensor published = graph.constant(name);
        int width = published.shape().get(published.shape().size() - 1).intValue();
        float[] values = published.values().clone();
        for (int i = 0; i < steps.length; i++) {
            int at = columns.length == 0 ? i : i / columns.length * width + columns[i % columns.length];
            values[at] += step * steps[i];
        }
        graph.redirect(name, graph.add(name + ".learned", new Tensor(published.shape(), values)));
    }
}
