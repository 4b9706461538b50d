package io.labelrecognition.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.Printable;
import io.labelrecognition.client.inbox.FailureReport;
import io.labelrecognition.client.inbox.InboxProgress;
import io.labelrecognition.client.recognition.Conversations;
import io.labelrecognition.client.recognition.Fallback;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Reads the photos that are named on the command line, and prints what stands on them in that order. */
final class ReadJob {
    private static final JsonMapper JSON = new JsonMapper();
    /** Files that cannot stand one after the other in a stream. */
    private static final Set<String> BINARY = Set.of("Pdf", "ImagePNG");

    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    /** @param json whether each photo is to be a line of JSON */
    ReadJob(Settings settings, PrintStream out, PrintStream err, boolean json) {
        this.settings = settings;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /**
     * A line of {@code --json}.
     *
     * @param text    null of a photo that could not be read, and where no text was asked for
     * @param results what was asked for beside the text, or instead, by its format: Base64
     * @param readBy  service or fallback, where there is one
     * @param reason  why it could not be read, as in the reasons beside failed photos
     * @param error   the same in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record JsonLine(String photo, String text, Double confidence, Double minConfidence, String taskId, List<?> warnings,
                            Map<?, ?> results, String readBy, String reason, String error) {
    }

    /** @return the exit code: 1 if any of the photos could not be read */
    int read(List<NamedPhoto> photos) throws Exception {
        String type = settings.get("label.result-type");
        if (photos.size() > 1 && !json && BINARY.contains(type)) {
            throw new UsageException("label.result-type is " + type + ", which gives a file for each photo: name one photo, have them read with --json,"
                    + " or from an inbox");
        }
        int code = 0;
        int inFlight = Integer.parseInt(settings.get("label.max-in-flight"));
        Set<Object> leftOut = new TreeSet<>();
        AtomicInteger read = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        try (Application application = new Application(settings, Application.Job.READ);
             TerminalLine line = TerminalLine.show(() -> progress(read.get(), failed.get(), photos.size(), inFlight, Duration.ofNanos(System.nanoTime() - start)))) {
            ProducerTemplate camel = application.start().createProducerTemplate();
            List<CompletableFuture<Exchange>> answers = new ArrayList<>();
            for (int i = 0; i < photos.size(); i++) {
                // so many at a time as an inbox would have in flight
                for (int next = answers.size(); next < Math.min(photos.size(), i + inFlight); next++) {
                    answers.add(send(camel, photos.get(next)));
                }
                Exchange exchange = answers.get(i) == null ? null : answers.set(i, null).join();
                NamedPhoto photo = photos.get(i);
                int failure = line.above(() -> json ? printJson(photo, exchange) : print(photo, exchange, photos.size() > 1, leftOut));
                (failure == 0 ? read : failed).incrementAndGet();
                code |= failure;
                if (out.checkError()) {
                    // whoever is not listening any more need not pay for the rest
                    break;
                }
            }
        }
        if (!leftOut.isEmpty()) {
            err.println("Left out here: " + leftOut + ". --json prints them in Base64, and an inbox has them as files.");
        }
        // a print stream keeps to itself that nobody could be told anything
        if (out.checkError()) {
            err.println("Standard output cannot be written: texts are missing there.");
            return 1;
        }
        return code;
    }

    /** How far it is; null for one photo, and at the end. */
    private static Object progress(int read, int failed, int all, int mostInFlight, Duration time) {
        int left = all - read - failed;
        int inFlight = Math.min(left, mostInFlight);
        return all < 2 || left == 0 ? null : new InboxProgress.State(read, failed, inFlight, left - inFlight, false, time);
    }

    private static CompletableFuture<Exchange> send(ProducerTemplate camel, NamedPhoto photo) {
        return photo.body() == null ? null
                : camel.asyncSend("direct:recognize-label", exchange -> exchange.getMessage().setBody(photo.body()));
    }

    private int print(NamedPhoto photo, Exchange exchange, boolean several, Set<Object> leftOut) {
        String whyNot = exchange == null ? photo.whyNot() : exchange.getException() == null ? null : exchange.getException().getMessage();
        if (whyNot != null) {
            err.println(Printable.of(photo.name()) + ": " + whyNot);
            return 1;
        }
        if (several) {
            out.println("== " + photo.name() + " ==");
        }
        byte[] result = exchange.getMessage().getBody(byte[].class);
        out.write(result, 0, result.length);
        out.flush();
        // the body is the text, or else the first of them
        besideText(exchange).keySet().stream().skip(exchange.getMessage().getBody() instanceof String ? 0 : 1).forEach(leftOut::add);
        return 0;
    }

    private static Map<?, ?> besideText(Exchange exchange) {
        Map<Object, Object> results = new LinkedHashMap<>(exchange.getMessage().getHeader(Conversations.RESULTS, Map.of(), Map.class));
        results.keySet().removeIf(name -> name.toString().equalsIgnoreCase("Text"));
        return results;
    }

    private int printJson(NamedPhoto photo, Exchange exchange) {
        JsonLine line;
        if (exchange == null) {
            line = failed(photo, null, Reason.PHOTO.toString(), photo.whyNot());
        } else if (exchange.getException() instanceof LabelRecognitionException failure) {
            line = failed(photo, failure.getTaskId(), failure.getReason().toString(), failure.getMessage());
        } else if (exchange.getException() != null) {
            line = failed(photo, null, FailureReport.UNEXPECTED, exchange.getException().getMessage());
        } else {
            Message message = exchange.getMessage();
            Map<?, ?> results = besideText(exchange);
            line = new JsonLine(photo.name(), message.getBody() instanceof String text ? text : null, message.getHeader(Conversations.CONFIDENCE, Double.class),
                    message.getHeader(Conversations.MIN_CONFIDENCE, Double.class), message.getHeader(Conversations.TASK_ID, String.class),
                    message.getHeader(Conversations.WARNINGS, List.of(), List.class), results.isEmpty() ? null : results,
                    message.getHeader(Fallback.READ_BY, String.class), null, null);
        }
        try {
            out.println(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return line.error() == null ? 0 : 1;
    }

    private static JsonLine failed(NamedPhoto photo, String taskId, String reason, String error) {
        return new JsonLine(photo.name(), null, null, null, taskId, null, null, null, reason, error == null ? reason : error);
    }
}
