package io.labelrecognition.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.labelrecognition.client.KameletHost;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.Relay;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.ScriptedService.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the README's table of what happens when a call fails, against a service that answers so. */
@Execution(ExecutionMode.CONCURRENT)
public class CallFailureTableTest {
    private static final int ALWAYS = 50;

    /** A row: what is answered to which call, and what becomes of the photo after how many POSTs. */
    record Row(String call, String answer, String photo, int posts) {
        @Override
        public String toString() {
            return call + ": " + answer;
        }
    }

    static Stream<Row> rows() throws IOException {
        List<Row> rows = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("## What happens when a call fails"))
                .filter(line -> line.matches("\\| (token|send|fetch) \\|.*"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::trim).toList())
                .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), Integer.parseInt(cells.get(4)))).toList();
        assertFalse(rows.isEmpty());
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aCallThatFailsComesToItsEnd(Row row) throws Exception {
        try (ScriptedService service = new ScriptedService(); Relay relay = new Relay(service);
             KameletHost host = KameletHost.of(relay.url(), ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET,
                     "&resultTimeout=6s&answerTimeout=1s")) {
            if (row.answer().startsWith("connection refused")) {
                refuse(row, service, relay);
            } else {
                Queue<Answer> script = switch (row.call()) {
                    case "token" -> service.onToken;
                    case "send" -> service.onPost;
                    default -> service.onGet;
                };
                boolean once = row.answer().endsWith(", once") || row.photo().equals("read");
                script.addAll(Collections.nCopies(once ? 1 : ALWAYS, answer(row.answer(), relay)));
            }
            Exchange ended = host.send(new byte[] {1, 2, 3});
            LabelRecognitionException failure = (LabelRecognitionException) ended.getException();
            if (row.photo().equals("read")) {
                assertNull(failure, () -> String.valueOf(failure));
                assertEquals("TEXT\n", ended.getMessage().getBody());
            } else {
                assertNotNull(failure);
                String how = failure.isStopsTheLine() ? "stays: " : "failed: ";
                assertEquals(row.photo(), how + failure.getReason());
                assertTrue(failure.isRetryable() || !failure.isStopsTheLine());
                assertEquals(row.call().equals("fetch"), failure.getTaskId() != null);
                assertEquals(row.call().equals("fetch"), !service.gets.isEmpty());
                assertEquals(failure.getTaskId(), ended.getMessage().getHeader("LabelTaskId"));
            }
            assertEquals(row.posts(), service.posts.size());
            assertEquals(tokens(row), service.tokenRequests.size());
        }
    }

    /** How many access tokens are asked for: a new one only where that one was refused. */
    private static int tokens(Row row) {
        return switch (row.call() + ": " + row.answer()) {
            case "token: connection refused" -> 0;
            case "send: 401, once", "fetch: 401, once" -> 2;
            case "send: 401, again and again", "fetch: 401, again and again" -> 4;
            default -> 1;
        };
    }

    /** No connection for this call, whatever the calls before it. */
    private static void refuse(Row row, ScriptedService service, Relay relay) throws IOException {
        switch (row.call()) {
            case "token" -> relay.refuse();
            case "send" -> {
                service.tokens.add("a-token");
                service.onToken.add(relay.thenRefuse(ScriptedService.reply(200, "application/json", "{\"access_token\":\"a-token\"}")));
            }
            default -> service.onPost.add(relay.thenRefuse(call -> {
                service.taken().to(call);
                CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> {
                    try {
                        relay.reopen();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }));
        }
    }

    /** What the service is made to answer by these words. */
    public static Answer answer(String words, Relay relay) {
        String what = words.replaceFirst(", (once|again and again)$", "");
        return switch (what) {
            case "hang up" -> ScriptedService.hangUp();
            case "reset" -> relay.reset();
            case "no answer" -> CallFailureTableTest::neverAnswer;
            case "slow body" -> CallFailureTableTest::answerSlowly;
            case "truncated" -> ScriptedService.truncated("application/json", "{\"id\":");
            case "not JSON" -> ScriptedService.reply(200, "text/html", "<html>Welcome to the hotel's network</html>");
            case "empty" -> ScriptedService.reply(200, "application/json", "");
            case "wrong JSON" -> ScriptedService.reply(200, "application/json", "[1]");
            case "200 without a task id" -> ScriptedService.reply(200, "text/plain", "thank you");
            case "302" -> ScriptedService.reply(302, "text/plain", "", "Location", "/elsewhere");
            case "429, Retry-After in seconds" -> ScriptedService.reply(429, "text/plain", "", "Retry-After", "1");
            case "429, Retry-After as a date" -> ScriptedService.reply(429, "text/plain", "", "Retry-After", inASecond());
            case "503, Retry-After as a date" -> ScriptedService.reply(503, "text/plain", "", "Retry-After", inASecond());
            case "429, Retry-After absurd" -> ScriptedService.reply(429, "text/plain", "", "Retry-After", "99999999999");
            case "429 without Retry-After" -> ScriptedService.reply(429, "text/plain", "");
            case "503 without Retry-After" -> ScriptedService.reply(503, "text/plain", "");
            case "unknown status" -> ScriptedService.result("x", "Dreaming", "NotReady", null, null);
            case "Pending" -> ScriptedService.result("x", "Pending", "NotReady", null, null);
            case "NotExist" -> ScriptedService.result("x", "NotExist", "TaskNotFound", null, null);
            case "Error" -> ScriptedService.result("x", "Error", "Error", null, "{\"messages\":[\"It is blank.\"],\"warnings\":null}");
            default -> {
                assertTrue(what.matches("[45]\\d\\d"), () -> "no such answer is known to this test: " + words);
                yield ScriptedService.reply(Integer.parseInt(what), "application/problem+json", "{\"status\":" + what + "}");
            }
        };
    }

    private static String inASecond() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    }

    /** Longer than the client has patience. */
    private static void neverAnswer(HttpExchange call) {
        try {
            Thread.sleep(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerSlowly(HttpExchange call) throws IOException {
        byte[] body = "{\"id\":\"x\",\"taskStatus\":\"Processing\",\"responseStatusCode\":\"NotReady\",\"results\":null,\"error\":null}"
                .getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(200, body.length);
        for (byte one : body) {
            call.getResponseBody().write(one);
            call.getResponseBody().flush();
            LockSupport.parkNanos(5_000_000);
        }
    }
}
