package io.labelrecognition.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.labelrecognition.client.ScriptedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A recognition service on loopback that fails on a share of its calls, each time in another way, and keeps a log of what it really
 * did: the judge of what its clients claim.
 *
 * <p>A photo's text is a line that names its bytes. Photos that contain {@link #POISON} cannot be read.
 */
final class UnreliableService implements AutoCloseable {
    static final String POISON = "POISON";

    /** What happened to one photo, in the order of the service's own clock. */
    enum What {
        /** The photo was taken, and the whole answer went out. */
        ACKNOWLEDGED,
        /** The photo was taken, and the client was never told. */
        TAKEN_SILENTLY,
        /** The client asked for the task: it knows the id. */
        ASKED,
        /** The task was forgotten, and the client told so. */
        NOT_EXIST
    }

    /**
     * @param incarnation which run of the client sent the call
     * @param sender      what the client calls itself
     * @param nanos       when, by the clock of this process
     */
    record Event(What what, String taskId, int incarnation, String sender, long nanos) {
    }

    /** @param done when, by the clock of this process */
    private record Task(byte[] photo, long done) {
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MILLIS = 500;

    private final Map<String, List<Event>> logByPhoto = new ConcurrentHashMap<>();
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    /** Which run of the client a token was given to: a call may lie here a while before it is served, and its sender be dead by then. */
    private final Map<String, Integer> tokens = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;
    private final Random random;
    private final double faults;

    private volatile int incarnation;
    private volatile boolean isExhausted;
    private volatile Runnable onComing = () -> {
    };
    private volatile Consumer<byte[]> onPost = photo -> {
    };
    private volatile Runnable onAnswer = () -> {
    };
    private volatile Runnable onCompleted = () -> {
    };

    UnreliableService(long seed, double faults) throws IOException {
        this.random = new Random(seed);
        this.faults = faults;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.createContext("/connect/token", call -> serve(call, this::token));
        server.createContext("/v5.0/ocr/RecognizeLabel", call -> serve(call, call.getRequestMethod().equals("POST") ? this::post : this::get));
        server.setExecutor(threads);
        server.start();
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange call, byte[] body) throws IOException;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The client has been killed: calls that come from now on are its successor's. */
    void clientKilled() {
        incarnation++;
    }

    /** Whether it takes no photo because the plan is exhausted; what it has, it gives. */
    void exhausted(boolean now) {
        isExhausted = now;
    }

    /** What a photo with these bytes says. */
    static String text(byte[] photo) {
        return "READ " + UUID.nameUUIDFromBytes(photo) + "\n";
    }

    static String name(byte[] photo) {
        return UUID.nameUUIDFromBytes(photo).toString();
    }

    /** What the service did with a photo. */
    List<Event> log(byte[] photo) {
        return logByPhoto.getOrDefault(name(photo), List.of());
    }

    /** Called, once, when the next photo begins to come, before more of it is read than the system has taken. */
    void whenComing(Runnable action) {
        onComing = once(action);
    }

    /** Called, once, when the next photo has come and nothing has been answered yet. */
    void whenPosted(Runnable action) {
        Runnable once = once(action);
        onPost = photo -> once.run();
    }

    /** The same of one photo: others may come before it. */
    void whenPosted(byte[] which, Runnable action) {
        Runnable once = once(action);
        onPost = photo -> {
            if (Arrays.equals(photo, which)) {
                once.run();
            }
        };
    }

    /** Called, once, when the next photo has been acknowledged. */
    void whenAnswered(Runnable action) {
        onAnswer = once(action);
    }

    /** Called, once, when the next result has gone out. */
    void whenCompleted(Runnable action) {
        onCompleted = once(action);
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private void serve(HttpExchange call, Handler handler) throws IOException {
        if (call.getRequestMethod().equals("POST") && call.getRequestURI().getPath().contains("Label")) {
            onComing.run();
        }
        try (call) {
            handler.handle(call, call.getRequestBody().readAllBytes());
        }
    }

    private synchronized boolean isFault() {
        return random.nextDouble() < faults;
    }

    private synchronized int pick(int kinds) {
        return random.nextInt(kinds);
    }

    private void token(HttpExchange call, byte[] body) throws IOException {
        if (isFault()) {
            switch (pick(4)) {
                case 0 -> { } // hangs up
                case 1 -> answer(call, 503, "text/plain", "busy", "Retry-After", "1");
                case 2 -> answer(call, 500, "text/plain", "oops");
                default -> answer(call, 200, "application/json", "{\"access_tok");
            }
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.put(token, incarnation);
        answer(call, 200, "application/json", "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"bearer\"}");
    }

    /** How many sendings and fetches there were. */
    long calls() {
        return calls.get();
    }

    private void post(HttpExchange call, byte[] body) throws IOException {
        calls.incrementAndGet();
        Integer sender = tokens.get(token(call));
        if (sender == null) {
            answer(call, 401, "application/problem+json", "{}");
            return;
        }
        byte[] photo = Base64.getDecoder().decode(JSON.readTree(body).get("image").asText());
        onPost.accept(photo);
        if (isExhausted) {
            answer(call, 403, "text/plain", "exhausted", "Retry-After", "1");
            return;
        }
        if (!isFault()) {
            String id = take(call, photo, What.ACKNOWLEDGED, sender);
            answer(call, 200, "text/plain", id, "Label-Expected-Seconds", "0.3");
            onAnswer.run();
            return;
        }
        switch (pick(8)) {
            case 0 -> { } // hangs up, not taken
            case 1 -> take(call, photo, What.TAKEN_SILENTLY, sender); // hangs up
            case 2 -> {
                take(call, photo, What.TAKEN_SILENTLY, sender);
                answer(call, 500, "text/plain", "oops");
            }
            case 3 -> answer(call, 502, "text/plain", "oops");
            case 4 -> answer(call, 429, "text/plain", "slow down", "Retry-After", "1");
            case 5 -> answer(call, 503, "text/plain", "busy");
            case 6 -> {
                tokens.clear();
                answer(call, 401, "application/problem+json", "{}");
            }
            default -> {
                String id = take(call, photo, What.TAKEN_SILENTLY, sender);
                ScriptedService.truncated("text/plain", id.substring(0, 8)).to(call);
            }
        }
    }

    private String take(HttpExchange call, byte[] photo, What what, int sender) {
        String id = UUID.randomUUID().toString();
        tasks.put(id, new Task(photo, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pick(LONGEST_MILLIS))));
        event(call, photo, what, id, sender);
        return id;
    }

    private void event(HttpExchange call, byte[] photo, What what, String id, int sender) {
        logByPhoto.computeIfAbsent(name(photo), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(new Event(what, id, sender, call.getRequestHeaders().getFirst("User-Agent"), System.nanoTime()));
    }

    private void get(HttpExchange call, byte[] body) throws IOException {
        calls.incrementAndGet();
        if (!tokens.containsKey(token(call))) {
            answer(call, 401, "application/problem+json", "{}");
            return;
        }
        String id = call.getRequestURI().getRawQuery().replace("id=", "");
        Task task = tasks.get(id);
        byte[] photo = task == null ? null : task.photo();
        if (photo != null) {
            event(call, photo, What.ASKED, id, incarnation);
        }
        if (isFault()) {
            switch (pick(8)) {
                case 0 -> { } // hangs up
                case 1 -> answer(call, 429, "text/plain", "slow down", "Retry-After", "1");
                case 2 -> answer(call, 503, "text/plain", "busy", "Retry-After", "0");
                case 3 -> answer(call, 500, "text/plain", "oops");
                case 4 -> answer(call, 200, "text/html", "<html>sorry</html>");
                case 5 -> ScriptedService.truncated("application/json", "{\"id\":").to(call);
                case 6 -> {
                    tokens.clear();
                    answer(call, 401, "application/problem+json", "{}");
                }
                default -> {
                    forgotten.add(id);
                    notExist(call, id, photo);
                }
            }
            return;
        }
        if (photo == null || forgotten.contains(id)) {
            notExist(call, id, photo);
        } else if (new String(photo, StandardCharsets.ISO_8859_1).contains(POISON)) {
            answer(call, 200, "application/json", "{\"id\":\"" + id + "\",\"taskStatus\":\"Error\",\"responseStatusCode\":\"Error\","
                    + "\"results\":null,\"error\":{\"messages\":[\"This photo cannot be read.\"],\"warnings\":[]}}");
        } else if (System.nanoTime() - task.done() < 0) {
            answer(call, 200, "application/json", "{\"id\":\"" + id + "\",\"taskStatus\":\"Processing\",\"responseStatusCode\":\"NotReady\","
                    + "\"results\":null,\"error\":null}");
        } else {
            answer(call, 200, "application/json", "{\"id\":\"" + id + "\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
                    + "\"results\":[{\"type\":\"Text\",\"data\":\""
                    + Base64.getEncoder().encodeToString(text(photo).getBytes(StandardCharsets.UTF_8)) + "\"}],\"error\":null}");
            onCompleted.run();
        }
    }

    private void notExist(HttpExchange call, String id, byte[] photo) throws IOException {
        if (photo != null) {
            event(call, photo, What.NOT_EXIST, id, incarnation);
        }
        answer(call, 200, "application/json", "{\"id\":\"" + id + "\",\"taskStatus\":\"NotExist\",\"responseStatusCode\":\"TaskNotFound\","
                + "\"results\":null,\"error\":null}");
    }

    /** Empty where there is none. */
    private static String token(HttpExchange call) {
        String header = call.getRequestHeaders().getFirst("Authorization");
        return header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
    }

    private static void answer(HttpExchange call, int status, String type, String body, String... headers) throws IOException {
        ScriptedService.reply(status, type, body, headers).to(call);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
