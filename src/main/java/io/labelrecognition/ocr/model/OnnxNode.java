package io.labelrecognition.ocr.model;

import java.util.List;
import java.util.Optional;

/** An operation of an ONNX graph. */
final class OnnxNode {
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int TYPE = 4;
    private static final int ATTRIBUTE = 5;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INTEGER = 3;
    private static final int ATTRIBUTE_INTEGERS = 8;
    private static final int ATTRIBUTE_TYPE = 20;

    private final Message message;
    private final String type;
    private final List<String> outputs;
    /** The one thing that changes; {@link #message()} brings it into the message. */
    private List<String> inputs;

    OnnxNode(Message message) {
        this.message = message;
        this.type = message.strings(TYPE).get(0);
        this.inputs = message.strings(INPUT);
        this.outputs = message.strings(OUTPUT);
    }

    OnnxNode(String type, List<String> inputs, String output) {
        this(new Message().with(OUTPUT, output).with(NAME, output).with(TYPE, type));
        this.inputs = inputs;
    }

    OnnxNode with(String attribute, float value) {
        message.with(ATTRIBUTE, new Message().with(ATTRIBUTE_NAME, attribute).with(ATTRIBUTE_FLOAT, value).with(ATTRIBUTE_TYPE, 1));
        return this;
    }

    OnnxNode with(String attribute, int value) {
        message.with(ATTRIBUTE, new Message().with(ATTRIBUTE_NAME, attribute).with(ATTRIBUTE_INTEGER, value).with(ATTRIBUTE_TYPE, 2));
        return this;
    }

    String type() {
        return type;
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    String output() {
        return outputs.get(0);
    }

    void setInputs(List<String> names) {
        inputs = names;
    }

    void redirect(String from, String to) {
        inputs = inputs.stream().map(input -> input.equals(from) ? to : input).toList();
    }

    Optional<Message> attribute(String name) {
        return message.messages(ATTRIBUTE).stream().filter(attribute -> attribute.strings(ATTRIBUTE_NAME).contains(name)).findFirst();
    }

    /** The whole numbers of an attribute; none where it is not given. */
    List<Long> integers(String name) {
        return attribute(name).map(attribute -> attribute.numbers(ATTRIBUTE_INTEGERS)).orElse(List.of());
    }

    Message message() {
        message.without(INPUT);
        inputs.forEach(input -> message.with(INPUT, input));
        return message;
    }
}
