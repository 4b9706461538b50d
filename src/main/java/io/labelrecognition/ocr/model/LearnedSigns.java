package io.labelrecognition.ocr.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Currency signs that the recognition network was not taught, as further classes of its last layer: what that takes of each step tells them apart from
 * all else all the same. Learned on drawn lines by {@code SignTraining}, which is among the tests, and then with the {@linkplain LearnedWeights weights
 * of all layers}.
 *
 * @param characters one for each class
 * @param weights    {@code [features][classes]}
 * @param biases     {@code [classes]}
 */
record LearnedSigns(String characters, float[][] weights, float[] biases) {
    private static final String RESOURCE = "label-recognition/learned-signs.txt";
    /** In logits, of which those of characters that are plainly there have some 20. */
    private static final float NEVER = -1000;

    /** From the class path: a line for each sign, itself, the weights of the features and the bias. */
    static LearnedSigns load() {
        List<String[]> lines = StandardCharsets.UTF_8.decode(Models.resource(RESOURCE)).toString().lines().map(line -> line.split(" ")).toList();
        int features = lines.get(0).length - 2;
        StringBuilder characters = new StringBuilder();
        float[][] weights = new float[features][lines.size()];
        float[] biases = new float[lines.size()];
        for (int sign = 0; sign < lines.size(); sign++) {
            characters.append(lines.get(sign)[0]);
            for (int i = 0; i < features; i++) {
                weights[i][sign] = Float.parseFloat(lines.get(sign)[i + 1]);
            }
            biases[sign] = Float.parseFloat(lines.get(sign)[features + 1]);
        }
        return new LearnedSigns(characters.toString(), weights, biases);
    }

    /** The same classes for the network as it was published, which never sees them. */
    LearnedSigns unseen() {
        float[] never = new float[biases.length];
        Arrays.fill(never, NEVER);
        return new LearnedSigns(characters, new float[weights.length][biases.length], never);
    }
}
