package io.labelrecognition.app;

import io.labelrecognition.client.Printable;
import io.labelrecognition.client.recognition.Conversations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/**
 * Has photos read by the service and by the local reader, and shows both side by side: each photo is sent once, and charged. A file {@code NAME.txt}
 * beside a photo is what stands on it, by which both are scored.
 */
final class CompareJob {
    private static final String ROUTE = "direct:recognize-label";
    private static final int COLUMN = 40;

    private final Settings theirs;
    private final Settings ours;
    private final PrintStream out;
    private final PrintStream err;
    private final Total ofService = new Total();
    private final Total ofReader = new Total();

    /** @throws UsageException if there is no service to compare the reader with */
    CompareJob(Settings settings, PrintStream out, PrintStream err) throws UsageException {
        if (settings.serviceUrl().isEmpty()) {
            throw new UsageException("--compare wants a service to compare the local reader with: set label.service-url, and the account");
        }
        this.theirs = settings.with(Map.of("label.result-type", "Text", "label.local-service", "false", "label.fallback", "", "label.preview", "false"));
        this.ours = settings.with(Map.of("label.result-type", "Text", "label.service-url", "", "label.local-service", "true", "label.client-id", "",
                "label.client-secret", "", "label.client-secret-file", "", "label.store-url", "", "label.preview", "false"));
        this.out = out;
        this.err = err;
    }

    /**
     * What came of a photo on one side.
     *
     * @param failure why there is no text; null where there is one
     */
    private record Side(String text, double seconds, int calls, Double confidence, Double minConfidence, String failure) {
        Words words() {
            return Words.of(text);
        }
    }

    /** Of all photos that have a truth. */
    private static final class Total {
        private int photos;
        private int calls;
        private double seconds;
        private Words.Score score = Words.Score.NONE;
        private int scored;
    }

    /** @return the exit code: 1 if any of the photos could not be read by one of them */
    int compare(List<NamedPhoto> photos) throws Exception {
        int code = 0;
        try (Application service = new Application(theirs, Application.Job.READ); Application reader = new Application(ours, Application.Job.READ)) {
            ProducerTemplate cloud = service.start().createProducerTemplate();
            ProducerTemplate local = reader.start().createProducerTemplate();
            for (NamedPhoto photo : photos) {
                if (photo.body() == null) {
                    err.println(Printable.of(photo.name()) + ": " + photo.whyNot());
                    code = 1;
                    continue;
                }
                // once, for both: standard input can be read once
                Object body = photo.body() instanceof Path ? photo.body() : ((InputStream) photo.body()).readAllBytes();
                Side there = read(cloud, body, false);
                Side here = read(local, body, true);
                show(photo.name(), there, here, truth(photo));
                code |= there.failure() != null || here.failure() != null ? 1 : 0;
            }
            if (photos.size() > 1) {
                showTotals();
            }
        }
        return code;
    }

    private static Side read(ProducerTemplate camel, Object body, boolean isFree) {
        long begun = System.nanoTime();
        Exchange exchange = camel.send(ROUTE, sent -> sent.getMessage().setBody(body));
        double seconds = (System.nanoTime() - begun) / 1e9;
        Message message = exchange.getMessage();
        int polls = message.getHeader(Conversations.POLLS, 0, int.class);
        boolean isSent = message.getHeader(Conversations.TASK_ID) != null;
        return new Side(exchange.getException() == null ? message.getBody(String.class) : "", seconds, isFree || !isSent ? 0 : 1 + polls,
                message.getHeader(Conversations.CONFIDENCE, Double.class), message.getHeader(Conversations.MIN_CONFIDENCE, Double.class),
                exchange.getException() == null ? null : String.valueOf(exchange.getException().getMessage()));
    }

    /** Null where nobody has said what stands on the photo. */
    private static String truth(NamedPhoto photo) throws IOException {
        if (photo.body() instanceof Path file) {
            Path text = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".txt");
            return Files.isRegularFile(text) ? Files.readString(text) : null;
        }
        return null;
    }

    private void show(String name, Side there, Side here, String truth) {
        out.println("== " + Printable.of(name) + " ==");
        costs(there.seconds(), here.seconds(), there.calls(), here.calls());
        row("confidence", confidence(there), confidence(here));
        if (truth != null) {
            Words wanted = Words.of(truth);
            row("right", score(wanted, there, ofService), score(wanted, here, ofReader));
        }
        add(ofService, there);
        add(ofReader, here);
        row("words", there.words().size() + ", " + there.words().common(here.words()) + " of them the same", String.valueOf(here.words().size()));
        row("only here", String.join(" ", there.words().without(here.words())), String.join(" ", here.words().without(there.words())));
        List<String> left = lines(there);
        List<String> right = lines(here);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            row(i == 0 ? "text" : "", i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : "");
        }
        out.println();
    }

    private static List<String> lines(Side side) {
        return side.failure() != null ? List.of("(" + side.failure() + ")") : side.text().lines().toList();
    }

    private static String confidence(Side side) {
        return side.confidence() == null ? "not told" : decimal(side.confidence(), 2) + ", " + decimal(side.minConfidence(), 2) + " in the least sure line";
    }

    private static String score(Words wanted, Side side, Total total) {
        Words.Score score = wanted.score(side.words());
        total.score = total.score.plus(score);
        total.scored++;
        return told(score);
    }

    private static void add(Total total, Side side) {
        total.photos++;
        total.calls += side.calls();
        total.seconds += side.seconds();
    }

    private void showTotals() {
        out.println("== " + ofService.photos + " photos ==");
        costs(ofService.seconds, ofReader.seconds, ofService.calls, ofReader.calls);
        if (ofService.scored > 0) {
            row("right", told(ofService.score), told(ofReader.score));
        }
    }

    private void costs(double there, double here, int callsThere, int callsHere) {
        row("", "service", "local reader");
        row("seconds", decimal(there, 1), decimal(here, 1));
        row("calls", String.valueOf(callsThere), String.valueOf(callsHere));
        BigDecimal cost = theirs.cost(callsThere);
        if (cost != null) {
            row("cost", cost.toPlainString(), "0");
        }
    }

    private static String told(Words.Score score) {
        return score.found() + " of " + score.wanted() + " words, F1 " + decimal(score.f1(), 2);
    }

    private static String decimal(double number, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", number);
    }

    /** What is longer than its column goes on below. */
    private void row(String what, String left, String right) {
        List<String> there = folded(left);
        List<String> here = folded(right);
        for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
            String line = String.format("%-11s %-" + COLUMN + "s %s", i == 0 ? what : "", i < there.size() ? there.get(i) : "", i < here.size() ? here.get(i) : "");
            out.println(line.stripTrailing());
        }
    }

    private static List<String> folded(String text) {
        List<String> lines = new ArrayList<>();
        String rest = Printable.of(text);
        while (rest.length() > COLUMN - 1) {
            int space = rest.lastIndexOf(' ', COLUMN - 1);
            int end = space > 0 ? space : COLUMN - 1;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
