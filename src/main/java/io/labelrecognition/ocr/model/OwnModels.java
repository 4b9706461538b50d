package io.labelrecognition.ocr.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Networks of the PP-OCR family in a folder of the user's own: one {@code .onnx} file with {@code det} in its name, one with {@code rec}, and the
 * characters of the latter, a line each, in a {@code .txt} file with {@code keys} or {@code dict} in its name. They are run as they are, without a
 * rewriting of their graphs.
 */
public final class OwnModels {
    private static final int CHANNELS = 3;
    private static final int LINE_HEIGHT = 48;
    /** Blank and space are in no file of characters. */
    private static final int OTHER_CLASSES = 2;

    private final Path detection;
    private final Path recognition;
    private final Path keys;

    /** @throws IllegalArgumentException if the folder does not hold what it takes, with a message for whoever filled it */
    public OwnModels(Path folder) {
        detection = only(folder, ".*det.*\\.onnx", "a detection network (a file *det*.onnx)");
        recognition = only(folder, ".*rec.*\\.onnx", "a recognition network (a file *rec*.onnx)");
        keys = only(folder, ".*(keys|dict).*\\.txt", "the characters of the recognition network (a file *keys*.txt or *dict*.txt)");
    }

    private static Path only(Path folder, String pattern, String what) {
        Predicate<String> name = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).asMatchPredicate();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> name.test(file.getFileName().toString())).sorted().toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException("the models in " + folder + " lack " + what + (found.isEmpty() ? ""
                        : ", or have too many: " + String.join(", ", found.stream().map(file -> file.getFileName().toString()).toList())));
            }
            return found.get(0);
        } catch (IOException e) {
            throw new IllegalArgumentException("the models in " + folder + " cannot be listed: " + e, e);
        }
    }

    /** Detection, as {@link Models#detection(int, boolean)}. */
    public Network detection(int threads) {
        Network network = load(detection, bytes(detection), threads);
        long[] takes = network.inputShape();
        long[] gives = network.outputShape();
        if (!fits(takes, -1, CHANNELS, -1, -1) || !fits(gives, -1, 1, -1, -1)) {
            network.close();
            throw new IllegalArgumentException(detection + " is no detection network: it takes " + shape(takes) + " and gives " + shape(gives)
                    + ", rather than [n, 3, height, width] and [n, 1, height, width]");
        }
        return network;
    }

    /** The characters of the recognition network's classes 1 and up; some may be white space, so nothing is trimmed. */
    public String[] characters() {
        String[] lines = StandardCharsets.UTF_8.decode(bytes(keys)).toString().split("\r?\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        return Stream.of(lines).limit(count).toArray(String[]::new);
    }

    /**
     * Recognition, as {@link Models#recognition(int, int[], boolean, boolean)}.
     *
     * @throws IllegalArgumentException if the network is another one, or its classes are not the characters and two more
     */
    public Network recognition(int[] classes) {
        try (Network whole = load(recognition, bytes(recognition), 1)) {
            long[] gives = whole.outputShape();
            if (!fits(whole.inputShape(), -1, CHANNELS, LINE_HEIGHT, -1) || gives.length != 3) {
                throw new IllegalArgumentException(recognition + " is no recognition network: it takes " + shape(whole.inputShape()) + " and gives "
                        + shape(gives) + ", rather than [n, 3, 48, width] and [n, steps, classes]");
            }
            int characters = characters().length;
            if (gives[2] > 0 && gives[2] != characters + OTHER_CLASSES) {
                throw new IllegalArgumentException(keys + " is of another network: it has " + characters + " characters, and " + recognition
                        + " knows " + (gives[2] - OTHER_CLASSES));
            }
        }
        OnnxGraph graph = OnnxGraph.parse(bytes(recognition));
        graph.keepOfOutput(2, classes);
        return load(recognition, graph.toBytes(), 1);
    }

    private static Network load(Path file, ByteBuffer onnx, int threads) {
        try {
            return Network.load(onnx, threads);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(file + " is no network that can be loaded: " + e.getMessage(), e);
        }
    }

    /** In native memory, as {@link Models#resource(String)}. */
    private static ByteBuffer bytes(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return ByteBuffer.allocateDirect(content.length).put(content).flip();
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    /** Whether a shape may be another one, in which -1 is any extent. */
    private static boolean fits(long[] shape, long... wanted) {
        boolean fits = shape.length == wanted.length;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = shape[i] < 0 || wanted[i] < 0 || shape[i] == wanted[i];
        }
        return fits;
    }

    private static String shape(long[] shape) {
        return Arrays.toString(shape).replaceAll("-\\d+", "any");
    }
}
