package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.Method;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints what each of the reader's methods is worth: the figures without it, and in each of five parts of the photos how much better the reader is with
 * it. A method whose gain comes from one or two parts alone is one that has been fitted to them.
 */
public final class Ablation {
    /** A single one, without warming up: the accuracy is what matters here, and the times compare. */
    private static final int PASSES = 1;

    private Ablation() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.out.println(Photos.in(folder).size() + " photos\n\n" + Contest.Outcome.TITLE);
        Contest.Outcome all = Contest.of("ours", folder, PASSES);
        System.out.println(all.row("all methods"));
        StringBuilder folds = new StringBuilder("\n| method | F1 gained, in five parts | CER gained, in five parts | better in | worse in |\n|---|---|---|---|---|\n");
        for (Method method : Method.values()) {
            String name = method.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            Contest.Outcome without = Contest.of("ours-without-" + method, folder, PASSES);
            System.out.println(without.row("without " + name));
            folds.append(folds(name, all.folds(), without.folds()));
        }
        System.out.println(folds);
    }

    private static String folds(String method, List<Score> with, List<Score> without) {
        double[] f1 = IntStream.range(0, with.size()).mapToDouble(i -> with.get(i).f1() - without.get(i).f1()).toArray();
        double[] cer = IntStream.range(0, with.size()).mapToDouble(i -> without.get(i).characterErrorRate() - with.get(i).characterErrorRate()).toArray();
        int better = 0;
        int worse = 0;
        for (int i = 0; i < f1.length; i++) {
            // a word more may cost some characters: both together say whether a part has gained
            double gained = f1[i] + cer[i];
            better += gained > 0.0005 ? 1 : 0;
            worse += gained < -0.0005 ? 1 : 0;
        }
        return "| " + method + " | " + signed(f1) + " | " + signed(cer) + " | " + better + " | " + worse + " |\n";
    }

    private static String signed(double[] gains) {
        return Arrays.stream(gains).mapToObj(gain -> String.format(Locale.ROOT, "%+.3f", gain)).collect(Collectors.joining(" "));
    }
}
