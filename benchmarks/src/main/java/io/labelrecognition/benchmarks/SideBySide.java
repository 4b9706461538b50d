package io.labelrecognition.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints what our reader and others make of the same photos, one after the other, each in a process of its own. */
public final class SideBySide {
    private SideBySide() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Map<String, String> contenders = new LinkedHashMap<>();
        contenders.put("ours", "this reader");
        contenders.put("ours-one-thread", "this reader, one thread");
        contenders.put("rapidocr-java", "RapidOcr-Java 0.0.7, PP-OCRv4");
        if (isInstalled()) {
            contenders.put("tesseract-11", "Tesseract, sparse text");
            contenders.put("tesseract-3", "Tesseract, whole page");
        }
        System.out.println(Photos.in(folder).size() + " photos\n\n" + Contest.Outcome.TITLE);
        for (Map.Entry<String, String> contender : contenders.entrySet()) {
            System.out.println(Contest.of(contender.getKey(), folder).row(contender.getValue()));
        }
        if (!isInstalled()) {
            System.out.println("\nTesseract is not installed here.");
        }
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("tesseract", "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
