package io.labelrecognition.ocr.model;

import io.labelrecognition.ocr.model.OnnxGraph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rewrites what the exporter of the PP-OCRv4 models spelled out and ONNX Runtime does not put together again. Nothing changes but rounding:
 * <ul>
 * <li>multiplying by or adding a scalar after a convolution goes into its weights, and before a convolution as far as its padding allows;
 * <li>hard-swish, {@code x * clip(x + 3, 0, 6) / 6} in four passes over the data, becomes {@code x * HardSigmoid(x)} in two;
 * <li>what is left of both is written as convolutions of single channels with weight 1: ONNX Runtime keeps the data of neighbouring
 *     convolutions in blocks of channels, and turned them back and forth around everything else;
 * <li>multiplying by 1 goes.
 * </ul>
 * Together they take a quarter of the CPU time off (detection at 1024 x 768 from 228 to 165 ms, recognition at 320 x 48 from 20 to 15 ms).
 */
final class GraphSimplifier {
    private final OnnxGraph graph;
    private int names;

    private GraphSimplifier(OnnxGraph graph) {
        this.graph = graph;
    }

    static void simplify(OnnxGraph graph) {
        GraphSimplifier simplifier = new GraphSimplifier(graph);
        graph.nodes().forEach(simplifier::timesOne);
        graph.nodes().forEach(simplifier::intoTheConvolutionBefore);
        graph.nodes().forEach(simplifier::hardSwish);
        graph.nodes().forEach(simplifier::intoTheConvolutionsAfter);
    }

    private void hardSwish(OnnxNode division) {
        Scalar sixth = Scalar.of(graph, division, "Div");
        OnnxNode product = sixth == null || sixth.value() != 6 ? null : graph.maker(sixth.operand());
        if (product == null || !product.type().equals("Mul")) {
            return;
        }
        String x = product.inputs().get(0);
        OnnxNode clip = graph.maker(product.inputs().get(1));
        if (clip == null || !clip.type().equals("Clip") || !isScalar(clip.inputs().get(1), 0) || !isScalar(clip.inputs().get(2), 6)) {
            return;
        }
        OnnxNode sum = graph.maker(clip.inputs().get(0));
        Scalar plusThree = sum == null ? null : Scalar.of(graph, sum, "Add");
        if (plusThree != null && plusThree.value() == 3 && plusThree.operand().equals(x)) {
            OnnxNode copy = eachChannel(x, 0);
            String gated = copy == null ? x : copy.output();
            OnnxNode gate = new OnnxNode("HardSigmoid", List.of(gated), name(x)).with("alpha", 1 / 6f).with("beta", .5f);
            OnnxNode last = new OnnxNode("Mul", List.of(x, gate.output()), division.output());
            if (copy == null) {
                graph.replace(division, gate, last);
            } else {
                graph.replace(division, copy, gate, last);
            }
        }
    }

    private boolean isScalar(String name, float value) {
        Tensor tensor = graph.constant(name);
        return tensor != null && tensor.isScalar(value);
    }

    private void timesOne(OnnxNode node) {
        Scalar scalar = Scalar.of(graph, node, "Mul");
        if (scalar != null && scalar.value() == 1) {
            bypass(node, scalar.operand());
        }
    }

    private void intoTheConvolutionBefore(OnnxNode node) {
        Scalar factor = Scalar.of(graph, node, "Mul");
        Scalar summand = Scalar.of(graph, node, "Add");
        if (factor == null && summand == null) {
            return;
        }
        String operand = factor == null ? summand.operand() : factor.operand();
        OnnxNode convolution = graph.maker(operand);
        if (convolution != null && convolution.type().equals("Conv") && graph.users(operand).size() == 1) {
            rescale(convolution, factor == null ? 1 : factor.value(), factor == null ? 1 : factor.value(),
                    summand == null ? 0 : summand.value());
            bypass(node, operand);
        }
    }

    private void intoTheConvolutionsAfter(OnnxNode product) {
        Scalar factor = Scalar.of(graph, product, "Mul");
        List<OnnxNode> users = factor == null ? List.of() : graph.users(product.output());
        Scalar summand = users.size() == 1 ? Scalar.of(graph, users.get(0), "Add") : null;
        OnnxNode last = summand == null ? product : users.get(0);
        List<OnnxNode> convolutions = graph.users(last.output());
        if (factor == null || factor.value() == 0 || convolutions.isEmpty()
                || !convolutions.stream().allMatch(node -> node.type().equals("Conv"))) {
            return;
        }
        boolean padded = convolutions.stream().anyMatch(node -> node.integers("pads").stream().anyMatch(pad -> pad != 0));
        for (OnnxNode convolution : convolutions) {
            if (summand != null && !padded) {
                addToInput(convolution, summand.value());
            }
            rescale(convolution, factor.value(), 1, 0);
        }
        if (summand == null || !padded) {
            bypass(last, factor.operand());
        } else {
            // what is padded is 0 after the sum: so the sum stays, on the other side of the factor
            float shift = summand.value() / factor.value();
            OnnxNode sum = eachChannel(factor.operand(), shift);
            if (sum == null) {
                last.setInputs(List.of(factor.operand(), graph.add(name("shift"), new Tensor(List.of(), new float[] {shift}))));
            } else {
                graph.replace(last, sum);
                graph.redirect(last.output(), sum.output());
            }
        }
    }

    /** A convolution that adds a scalar to what another one made, channel by channel; null where the number of channels is not known. */
    private OnnxNode eachChannel(String value, float summand) {
        OnnxNode maker = graph.maker(value);
        if (maker != null && maker.type().equals("Mul")) {
            maker = graph.maker(maker.inputs().get(0));
        }
        if (maker == null || !maker.type().equals("Conv")) {
            return null;
        }
        int channels = graph.constant(maker.inputs().get(1)).shape().get(0).intValue();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        float[] bias = new float[channels];
        Arrays.fill(bias, summand);
        return new OnnxNode("Conv", List.of(value, graph.add(name("ones"), new Tensor(List.of((long) channels, 1L, 1L, 1L), ones)),
                graph.add(name("bias"), new Tensor(List.of((long) channels), bias))), name(value)).with("group", channels);
    }

    /** Scales a convolution's weights and its bias, and adds to the bias. */
    private void rescale(OnnxNode convolution, float weightFactor, float biasFactor, float biasSummand) {
        Tensor weights = graph.constant(convolution.inputs().get(1));
        float[] scaled = weights.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= weightFactor;
        }
        float[] bias = bias(convolution);
        for (int i = 0; i < bias.length; i++) {
            bias[i] = bias[i] * biasFactor + biasSummand;
        }
        set(convolution, new Tensor(weights.shape(), scaled), bias);
    }

    /** Takes a summand of all inputs into the bias: right only where nothing is padded. */
    private void addToInput(OnnxNode convolution, float summand) {
        Tensor weights = graph.constant(convolution.inputs().get(1));
        float[] bias = bias(convolution);
        int each = weights.values().length / bias.length;
        for (int i = 0; i < weights.values().length; i++) {
            bias[i / each] += weights.values()[i] * summand;
        }
        set(convolution, weights, bias);
    }

    private float[] bias(OnnxNode convolution) {
        int outputs = graph.constant(convolution.inputs().get(1)).shape().get(0).intValue();
        return convolution.inputs().size() < 3 ? new float[outputs] : graph.constant(convolution.inputs().get(2)).values().clone();
    }

    private void set(OnnxNode convolution, Tensor weights, float[] bias) {
        List<String> inputs = new ArrayList<>(List.of(convolution.inputs().get(0)));
        inputs.add(graph.add(name("weights"), weights));
        inputs.add(graph.add(name("bias"), new Tensor(List.of((long) bias.length), bias)));
        convolution.setInputs(inputs);
    }

    /** Takes a node away; who used what it makes uses another value now. */
    private void bypass(OnnxNode node, String value) {
        graph.redirect(node.output(), value);
        graph.replace(node);
    }

    private String name(String of) {
        return of + ".simplified." + names++;
    }

    /** One operand of an operation that is a scalar constant, and the other one. */
    private record Scalar(String operand, float value) {
        /** Null where the node is of another type or has no such operand. */
        static Scalar of(OnnxGraph graph, OnnxNode node, String type) {
            if (!node.type().equals(type)) {
                return null;
            }
            Tensor first = graph.constant(node.inputs().get(0));
            Tensor second = graph.constant(node.inputs().get(1));
            if (second != null && second.isScalar()) {
                return new Scalar(node.inputs().get(0), second.values()[0]);
            }
            return first != null && first.isScalar() && !type.equals("Div")
                    ? new Scalar(node.inputs().get(1), first.values()[0]) : null;
        }
    }
}
