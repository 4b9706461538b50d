package io.labelrecognition.benchmarks;

import io.labelrecognition.ocr.Method;

import java.nio.file.Path;
import java.util.Locale;

/** Prints what each of the reader's methods is worth: the figures without it. */
public final class Ablation {
    private Ablation() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.out.println(Photos.in(folder).size() + " photos\n\n" + Contest.Outcome.TITLE);
        System.out.println(Contest.of("ours", folder).row("all methods"));
        for (Method method : Method.values()) {
            System.out.println(Contest.of("ours-without-" + method, folder)
                    .row("without " + method.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
    }
}
