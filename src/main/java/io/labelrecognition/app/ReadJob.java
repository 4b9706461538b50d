package io.labelrecognition.app;

import io.labelrecognition.client.Printable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Reads the photos that are named on the command line, and prints their texts in that order. */
final class ReadJob {
    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    ReadJob(Settings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code: 1 if any of the photos could not be read */
    int read(List<String> photos) throws Exception {
        int code = 0;
        try (Application application = new Application(settings, Application.Job.READ)) {
            ProducerTemplate camel = application.start().createProducerTemplate();
            // so many at a time as an inbox would have in flight
            int inFlight = Integer.parseInt(settings.get("label.max-in-flight"));
            List<CompletableFuture<Exchange>> answers = new ArrayList<>();
            for (int i = 0; i < photos.size(); i++) {
                for (int next = answers.size(); next < Math.min(photos.size(), i + inFlight); next++) {
                    answers.add(send(camel, photos.get(next)));
                }
                code |= print(photos.get(i), answers.get(i), photos.size() > 1);
                if (out.checkError()) {
                    // whoever is not listening any more need not pay for the rest
                    break;
                }
            }
        }
        // a print stream keeps to itself that nobody could be told anything
        if (out.checkError()) {
            err.println("Standard output cannot be written: texts are missing there.");
            return 1;
        }
        return code;
    }

    private static CompletableFuture<Exchange> send(ProducerTemplate camel, String photo) {
        return whyNot(photo) == null
                ? camel.asyncSend("direct:recognize-label", exchange -> exchange.getMessage().setBody(Path.of(photo)))
                : null;
    }

    /** Why there is no photo of this name; null where there is a file. */
    private static String whyNot(String photo) {
        try {
            Path file = Path.of(photo);
            if (Files.isRegularFile(file)) {
                return null;
            }
            return Files.isDirectory(file) ? "this is a folder: name the photos in it"
                    : Files.exists(file) ? "this is no file but a device or a pipe" : "there is no such file";
        } catch (InvalidPathException e) {
            return "this name cannot be written in the encoding of this start (" + System.getProperty("sun.jnu.encoding")
                    + "): start with LC_ALL=C.UTF-8";
        }
    }

    private int print(String photo, CompletableFuture<Exchange> answer, boolean several) {
        if (answer == null) {
            err.println(Printable.of(photo) + ": " + whyNot(photo));
            return 1;
        }
        Exchange exchange = answer.join();
        if (exchange.getException() != null) {
            err.println(Printable.of(photo) + ": " + exchange.getException().getMessage());
            return 1;
        }
        if (several) {
            out.println("== " + photo + " ==");
        }
        out.print(exchange.getMessage().getBody(String.class));
        out.flush();
        return 0;
    }
}
