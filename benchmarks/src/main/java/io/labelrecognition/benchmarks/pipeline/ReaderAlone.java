package io.labelrecognition.benchmarks.pipeline;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.ReadingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reader without a pipeline: every photo of a folder, one after the other, on all cores. */
public final class ReaderAlone {
    private ReaderAlone() {
    }

    /** @param args the folder, and a folder for a file {@code end} with the seconds that it took from the open reader to the last text */
    public static void main(String[] args) throws Exception {
        List<Path> photos;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            photos = files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
        }
        System.out.println("watching");
        long start = System.nanoTime();
        try (LabelReader reader = LabelReader.open()) {
            for (Path photo : photos) {
                reader.read(Files.readAllBytes(photo), ReadingOptions.DEFAULT);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Path end = Files.createDirectories(Path.of(args[1])).resolve("end");
        Files.writeString(end.resolveSibling("end.part"), String.valueOf(seconds));
        Files.move(end.resolveSibling("end.part"), end);
        Thread.sleep(60_000);
    }
}
