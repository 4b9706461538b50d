package io.labelrecognition.ocr.model;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GraphSimplifierTest {
    @Test
    void theDetectionNetworkGivesTheSame() {
        assertSame(Models.DETECTION, new long[] {1, 3, 96, 160}, new long[] {1, 1, 96, 160});
    }

    @Test
    void theRecognitionNetworkGivesTheSame() {
        assertSame(Models.RECOGNITION, new long[] {1, 3, 48, 160}, new long[] {1, 20, 6625});
    }

    private static void assertSame(String model, long[] in, long[] out) {
        ByteBuffer plain = Models.resource(model);
        OnnxGraph graph = OnnxGraph.parse(plain);
        int before = graph.nodes().size();
        GraphSimplifier.simplify(graph);
        ByteBuffer simplified = graph.toBytes();
        assertTrue(graph.nodes().size() < before - 50, () -> before + " operations, then " + graph.nodes().size());
        assertArrayEquals(run(plain, in, out), run(simplified, in, out), 1e-4f);
    }

    @Test
    void aFileThatIsNotChangedIsWrittenAsItWas() {
        ByteBuffer model = Models.resource(Models.RECOGNITION);
        assertEquals(model, Message.parse(model).toBytes());
    }

    @Test
    void someClassesAloneCanBeGivenOut() {
        long[] in = {1, 3, 48, 160};
        OnnxGraph graph = OnnxGraph.parse(Models.resource(Models.RECOGNITION));
        graph.keepOfOutput(2, new int[] {0, 5, 6624});
        float[] all = run(Models.resource(Models.RECOGNITION), in, new long[] {1, 20, 6625});
        float[] kept = run(graph.toBytes(), in, new long[] {1, 20, 3});
        assertEquals(60, kept.length);
        assertArrayEquals(new float[] {all[3 * 6625], all[3 * 6625 + 5], all[3 * 6625 + 6624]}, new float[] {kept[9], kept[10], kept[11]});
    }

    private static float[] run(ByteBuffer model, long[] in, long[] out) {
        Random random = new Random(7);
        FloatBuffer input = buffer(in);
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, 2 * random.nextFloat() - 1);
        }
        FloatBuffer output = buffer(out);
        try (Network network = Network.load(model, 1)) {
            network.run(input, in, output, out);
        }
        float[] values = new float[output.capacity()];
        output.get(0, values);
        return values;
    }

    private static FloatBuffer buffer(long[] shape) {
        int size = 4;
        for (long extent : shape) {
            size *= (int) extent;
        }
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
