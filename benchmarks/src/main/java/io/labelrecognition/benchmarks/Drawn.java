package io.labelrecognition.benchmarks;

import io.labelrecognition.examples.DrawnLabels;
import org.apache.camel.util.FileUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints how labels are read that a program draws for it, a row for each kind of lettering: no threshold was chosen on them, so what a change
 * does to a kind that it was not made for shows here. Whoever works on a kind draws others, from another first seed.
 */
public final class Drawn {
    private static final int EACH = 160;
    private static final long FIRST = 1000;

    private Drawn() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("drawn-labels");
        try {
            DrawnLabels.draw(folder, EACH, FIRST);
            System.out.println(EACH + " labels of each kind\n\n| kind | recall | precision | F1 | CER | CPU ms a photo |\n|---|---|---|---|---|---|");
            Score all = Score.NONE;
            double cpu = 0;
            List<Path> kinds = kinds(folder);
            for (Path kind : kinds) {
                Contest.Outcome outcome = Contest.of("ours", kind, 1);
                row(kind.getFileName().toString(), outcome.total(), outcome.cpu());
                all = all.plus(outcome.total());
                cpu += outcome.cpu() / kinds.size();
            }
            row("all", all, cpu);
        } finally {
            FileUtil.removeDir(folder.toFile());
        }
    }

    private static List<Path> kinds(Path folder) throws IOException {
        try (Stream<Path> kinds = Files.list(folder)) {
            return kinds.sorted().toList();
        }
    }

    private static void row(String kind, Score score, double cpu) {
        System.out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.0f |%n", kind, score.recall(), score.precision(), score.f1(),
                score.characterErrorRate(), cpu);
    }
}
