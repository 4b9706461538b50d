package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.Method;

import java.nio.file.Path;
import java.util.Locale;

/** Prints what each of the reader's methods is worth: the figures without it. */
public final class Ablation {
    /** A single one, without warming up: the accuracy is what matters here, and the times compare. */
    private static final int PASSES = 1;

    private Ablation() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.out.println(Photos.in(folder).size() + " photos\n\n" + Contest.Outcome.TITLE);
        System.out.println(Contest.of("ours", folder, PASSES).row("all methods"));
        for (Method method : Method.values()) {
            System.out.println(Contest.of("ours-without-" + method, folder, PASSES)
                    .row("without " + method.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
    }
}
