package io.labelrecognition.app;

import java.io.PrintStream;
import java.nio.file.Files;
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
            int inFlight = Math.max(1, Integer.parseInt(settings.get("label.max-in-flight")));
            List<CompletableFuture<Exchange>> answers = new ArrayList<>();
            for (int i = 0; i < photos.size(); i++) {
                for (int next = answers.size(); next < Math.min(photos.size(), i + inFlight); next++) {
                    answers.add(send(camel, photos.get(next)));
                }
                code |= print(photos.get(i), answers.get(i), photos.size() > 1);
            }
        }
        return code;
    }

    private static CompletableFuture<Exchange> send(ProducerTemplate camel, String photo) {
        Path file = Path.of(photo);
        return Files.isRegularFile(file)
                ? camel.asyncSend("direct:recognize-label", exchange -> exchange.getMessage().setBody(file.toFile()))
                : null;
    }

    private int print(String photo, CompletableFuture<Exchange> answer, boolean several) {
        if (answer == null) {
            err.println(photo + ": there is no such file");
            return 1;
        }
        Exchange exchange = answer.join();
        if (exchange.getException() != null) {
            err.println(photo + ": " + exchange.getException().getMessage());
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
