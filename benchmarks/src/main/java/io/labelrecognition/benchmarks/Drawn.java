package io.labelrecognition.benchmarks;

import io.labelrecognition.examples.DrawnLabels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints how labels are read that a program draws for it, a row for each kind of lettering: no threshold was chosen on them, so what a change
 * does to a kind that it was not made for shows here. {@code -Ddrawn=N} draws N of each kind rather than {@value #EACH}.
 */
public final class Drawn {
    private static final int EACH = 160;
    private static final long FIRST = 1000;

    private Drawn() {
    }

    public static void main(String[] args) throws Exception {
        int each = Integer.getInteger("drawn", EACH);
        Path folder = Files.createTempDirectory("drawn-labels");
        try {
            DrawnLabels.draw(folder, each, FIRST);
            System.out.println(each + " labels of each kind\n\n| kind | recall | precision | F1 | CER | CPU ms a photo | F1, RapidOcr-Java |\n|---|---|---|---|---|---|---|");
            Score all = Score.NONE;
            Score theirs = Score.NONE;
            double cpu = 0;
            List<Path> kinds = kinds(folder);
            for (Path kind : kinds) {
                Contest.Outcome ours = Contest.of("ours", kind, 1);
                Contest.Outcome other = Contest.of("rapidocr-java", kind, 1);
                row(kind.getFileName().toString(), ours.total(), ours.cpu(), other.total());
                all = all.plus(ours.total());
                theirs = theirs.plus(other.total());
                cpu += ours.cpu() / kinds.size();
            }
            row("all", all, cpu, theirs);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static List<Path> kinds(Path folder) throws IOException {
        try (Stream<Path> kinds = Files.list(folder)) {
            return kinds.sorted().toList();
        }
    }

    private static void row(String kind, Score ours, double cpu, Score other) {
        System.out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.0f | %.3f |%n", kind, ours.recall(), ours.precision(), ours.f1(),
                ours.characterErrorRate(), cpu, other.f1());
    }
}
