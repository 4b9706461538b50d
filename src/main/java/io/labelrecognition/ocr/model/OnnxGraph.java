package io.labelrecognition.ocr.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph of an ONNX file, open to changes. Field numbers are those of
 * <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class OnnxGraph {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_OUTPUT = 12;
    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_ELEMENTS = 1;
    private static final int TENSOR_DIMENSIONS = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_FLOATS = 4;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int ATTRIBUTE_TENSOR = 5;
    static final int TYPE_FLOAT = 1;
    static final int TYPE_LONG = 7;

    /** A constant of a graph: its extents and its values, or no values where they are not floats. */
    record Tensor(List<Long> shape, float[] values) {
        boolean isScalar(float value) {
            return isScalar() && values[0] == value;
        }

        boolean isScalar() {
            return values != null && values.length == 1;
        }
    }

    private final Message model;
    private final Message graph;
    private final List<OnnxNode> nodes = new ArrayList<>();
    /** The constants of the file, of which few are looked at. */
    private final Map<String, Message> written = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, Message> added = new HashMap<>();
    private String output;

    private OnnxGraph(Message model) {
        this.model = model;
        this.graph = model.messages(MODEL_GRAPH).get(0);
        this.output = graph.messages(GRAPH_OUTPUT).get(0).strings(VALUE_NAME).get(0);
        for (Message node : graph.messages(GRAPH_NODE)) {
            nodes.add(new OnnxNode(node));
        }
        for (OnnxNode node : nodes) {
            if (node.type().equals("Constant")) {
                written.put(node.output(), node.attribute("value").orElseThrow().messages(ATTRIBUTE_TENSOR).get(0));
            }
        }
    }

    /** Reads a file, and goes on using the buffer. */
    static OnnxGraph parse(ByteBuffer onnx) {
        return new OnnxGraph(Message.parse(onnx));
    }

    private static Tensor tensor(Message tensor) {
        boolean floats = tensor.numbers(TENSOR_TYPE).equals(List.of((long) TYPE_FLOAT));
        List<ByteBuffer> raw = tensor.bytes(tensor.bytes(TENSOR_RAW).isEmpty() ? TENSOR_FLOATS : TENSOR_RAW);
        float[] values = null;
        if (floats && raw.size() == 1) {
            values = new float[raw.get(0).remaining() / 4];
            raw.get(0).asFloatBuffer().get(values);
        }
        return new Tensor(tensor.numbers(TENSOR_DIMENSIONS), values);
    }

    List<OnnxNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The constant of a name; null where that is no constant. */
    Tensor constant(String name) {
        return constants.computeIfAbsent(name, it -> written.containsKey(it) ? tensor(written.get(it)) : null);
    }

    /** The node that makes a value; null where it is an input of the graph. */
    OnnxNode maker(String value) {
        return nodes.stream().filter(node -> node.outputs().contains(value)).findFirst().orElse(null);
    }

    List<OnnxNode> users(String value) {
        return nodes.stream().filter(node -> node.inputs().contains(value)).toList();
    }

    /** Adds a constant, and returns its name. */
    String add(String name, Tensor tensor) {
        ByteBuffer raw = ByteBuffer.allocate(4 * tensor.values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(tensor.values);
        constants.put(name, tensor);
        return addRaw(name, tensor.shape, TYPE_FLOAT, raw.array());
    }

    /** Adds a one-dimensional constant of whole numbers, and returns its name. */
    String add(String name, int[] values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putLong(value);
        }
        return addRaw(name, List.of((long) values.length), TYPE_LONG, raw.array());
    }

    private String addRaw(String name, List<Long> shape, int type, byte[] raw) {
        Message tensor = new Message();
        shape.forEach(extent -> tensor.with(TENSOR_DIMENSIONS, extent));
        added.put(name, tensor.with(TENSOR_TYPE, type).with(TENSOR_NAME, name).with(TENSOR_RAW, raw));
        return name;
    }

    void replace(OnnxNode node, OnnxNode... by) {
        int at = nodes.indexOf(node);
        nodes.remove(at);
        nodes.addAll(at, List.of(by));
    }

    /**
     * Gives the classes of the graph's output, a softmax over what a linear layer makes of the features, some more.
     *
     * @param weights {@code [features][more classes]}
     */
    void addClasses(float[][] weights, float[] biases) {
        OnnxNode bias = maker(maker(output).inputs().get(0));
        OnnxNode product = maker(bias.inputs().get(0));
        Tensor former = constant(product.inputs().get(1));
        int classes = former.values.length / weights.length;
        float[] all = new float[weights.length * (classes + biases.length)];
        for (int i = 0; i < weights.length; i++) {
            System.arraycopy(former.values, i * classes, all, i * (classes + biases.length), classes);
            System.arraycopy(weights[i], 0, all, i * (classes + biases.length) + classes, biases.length);
        }
        float[] allBiases = Arrays.copyOf(constant(bias.inputs().get(1)).values, classes + biases.length);
        System.arraycopy(biases, 0, allBiases, classes, biases.length);
        long extent = classes + biases.length;
        product.redirect(product.inputs().get(1), add(output + ".weights", new Tensor(List.of((long) weights.length, extent), all)));
        bias.redirect(bias.inputs().get(1), add(output + ".biases", new Tensor(List.of(extent), allBiases)));
    }

    /** Of the graph's output, along an axis, only these indices are given out. */
    void keepOfOutput(int axis, int[] indices) {
        String kept = output + ".kept";
        nodes.add(new OnnxNode("Gather", List.of(output, add(kept + ".indices", indices)), kept).with("axis", axis));
        Message type = new Message().with(TYPE_TENSOR, new Message().with(TENSOR_ELEMENTS, TYPE_FLOAT));
        graph.without(GRAPH_OUTPUT).with(GRAPH_OUTPUT, new Message().with(VALUE_NAME, kept).with(VALUE_TYPE, type));
        output = kept;
    }

    /** Whoever uses one value uses another from now on. */
    void redirect(String from, String to) {
        users(from).forEach(node -> node.redirect(from, to));
    }

    /** The file, in native memory, without the nodes and constants that nobody uses any more. */
    ByteBuffer toBytes() {
        Set<String> used = new HashSet<>();
        do {
            used.clear();
            used.add(output);
            nodes.forEach(node -> used.addAll(node.inputs()));
        } while (nodes.removeIf(node -> node.outputs().stream().noneMatch(used::contains)));
        graph.without(GRAPH_NODE);
        nodes.forEach(node -> graph.with(GRAPH_NODE, node.message()));
        added.forEach((name, tensor) -> {
            if (used.contains(name)) {
                graph.with(GRAPH_INITIALIZER, tensor);
            }
        });
        return model.without(MODEL_GRAPH).with(MODEL_GRAPH, graph).toBytes();
    }
}
