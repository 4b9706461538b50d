package io.labelrecognition.benchmarks;

import io.github.mymonstercat.Model;
import io.github.mymonstercat.ocr.InferenceEngine;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.ReadingOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/** A reader of text, as it is when nothing is said about it. */
interface Contender {
    /** The text on a photo. */
    String read(Path photo) throws Exception;

    /**
     * A contender by its name: {@code ours}, {@code ours-one-thread}, {@code ours-without-METHOD}, {@code rapidocr-java} or
     * {@code tesseract-N} with page segmentation mode N.
     */
    static Contender named(String name) {
        if (name.startsWith("tesseract-")) {
            return photo -> tesseract(photo, name.substring("tesseract-".length()));
        } else if (name.equals("rapidocr-java")) {
            InferenceEngine engine = InferenceEngine.getInstance(Model.ONNX_PPOCR_V4);
            return photo -> engine.runOcr(photo.toString()).getStrRes();
        }
        EnumSet<Method> methods = EnumSet.allOf(Method.class);
        if (name.startsWith("ours-without-")) {
            methods.remove(Method.valueOf(name.substring("ours-without-".length())));
        }
        int threads = name.equals("ours-one-thread") ? 1 : Runtime.getRuntime().availableProcessors();
        LabelReader reader = LabelReader.open(threads, methods);
        return photo -> reader.read(Files.readAllBytes(photo), ReadingOptions.DEFAULT).text();
    }

    private static String tesseract(Path photo, String mode) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("tesseract", photo.toString(), "stdout", "-l", "eng", "--psm", mode)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
