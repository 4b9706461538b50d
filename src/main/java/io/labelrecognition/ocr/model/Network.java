package io.labelrecognition.ocr.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** A loaded network with one input and one output. Threads may share it. */
public final class Network implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final String output;

    private Network(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
        this.input = session.getInputNames().iterator().next();
        this.output = session.getOutputNames().iterator().next();
    }

    /**
     * Loads a network.
     *
     * @param onnx    the model file, in native memory
     * @param threads how many threads work on one call
     */
    static Network load(ByteBuffer onnx, int threads) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(threads);
            // waiting threads sleep: spinning doubled the CPU time of a photo
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(true);
            // patterns are kept for each input shape, and photos come in all shapes
            options.setMemoryPatternOptimization(false);
            return new Network(environment, environment.createSession(onnx, options));
        } catch (OrtException e) {
            throw new IllegalStateException("a model cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** What it takes, as its file has it; an extent below 0 may be any. */
    long[] inputShape() {
        return shape(true);
    }

    /** What it gives, as its file has it; an extent below 0 may be any. */
    long[] outputShape() {
        return shape(false);
    }

    private long[] shape(boolean ofInput) {
        try {
            NodeInfo node = ofInput ? session.getInputInfo().get(input) : session.getOutputInfo().get(output);
            return node.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs the network on the first elements of one native buffer and writes to the first ones of another.
     *
     * @param inputShape  the extents of the input
     * @param outputShape the extents of the output, which must be what the network makes of such an input
     */
    public void run(FloatBuffer from, long[] inputShape, FloatBuffer to, long[] outputShape) {
        try (OnnxTensor in = tensor(from, inputShape); OnnxTensor out = tensor(to, outputShape);
             OrtSession.Result result = session.run(Map.of(input, in), Map.of(output, out))) {
            assert result.size() == 1;
        } catch (OrtException e) {
            throw new IllegalStateException("a network failed: " + e.getMessage(), e);
        }
    }

    private OnnxTensor tensor(FloatBuffer buffer, long[] shape) throws OrtException {
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        return OnnxTensor.createTensor(environment, buffer.slice(0, size), shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
