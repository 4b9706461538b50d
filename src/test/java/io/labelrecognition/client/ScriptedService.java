package io.labelrecognition.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * A recognition service on loopback that does as real ones do, and as a test tells it: by default every call succeeds, and the text of
 * a photo is what {@link #read} makes of its bytes.
 *
 * <p>What is queued for a call answers it in place of the usual, one entry a call, in order. Everything that was asked is kept for the
 * test to look at.
 */
public final class ScriptedService implements AutoCloseable {
    public static final String CLIENT_ID = "a-client";
    public static final String CLIENT_SECRET = "p%40ss+w&rd='#1";

    /** What its threads are called. */
    public static final String THREADS = "scripted-service";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Answers one call. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange call) throws IOException;
    }

    /** One call as the service saw it. */
    public record Call(String method, String path, String query, Map<String, List<String>> headers, byte[] body, Instant at) {
        public String header(String name) {
            return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0)).findFirst().orElse(null);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Task(byte[] photo, Instant sent) {
    }

    public final List<Call> tokenRequests = new CopyOnWriteArrayList<>();
    public final List<Call> posts = new CopyOnWriteArrayList<>();
    public final List<Call> gets = new CopyOnWriteArrayList<>();
    public final ConcurrentLinkedQueue<Answer> onToken = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<Answer> onPost = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<Answer> onGet = new ConcurrentLinkedQueue<>();
    /** The tokens that are accepted: remove one to revoke it. */
    public final Set<String> tokens = ConcurrentHashMap.newKeySet();
    /** The credentials that it knows. */
    public volatile String clientId = CLIENT_ID;
    public volatile String clientSecret = CLIENT_SECRET;
    public volatile long expiresIn = 3600;
    /** How long a photo takes from its POST. */
    public volatile Duration latency = Duration.ZERO;
    public volatile Function<byte[], String> read = photo -> "TEXT";

    /** The body of the call that a thread serves; the attributes of an HttpExchange are shared by all. */
    private final ThreadLocal<byte[]> current = new ThreadLocal<>();
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16, work -> new Thread(work, THREADS));

    public ScriptedService() throws IOException {
        this(HttpServer.create());
    }

    /** Over HTTPS, with the key and certificate of this context. */
    public static ScriptedService over(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new ScriptedService(server);
    }

    private ScriptedService(HttpServer server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        server.createContext("/connect/token", call -> serve(call, tokenRequests, onToken, this::token));
        server.createContext("/v5.0/ocr/RecognizeLabel", call -> {
            if (call.getRequestMethod().equals("POST")) {
                // so that nobody waits for the patience that another service is due
                call.getResponseHeaders().set("Label-Expected-Seconds", "0.3");
                serve(call, posts, onPost, this::post);
            } else {
                serve(call, gets, onGet, this::get);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The bytes of the photos that came, in order. */
    public List<byte[]> photos() {
        List<byte[]> photos = new ArrayList<>();
        for (Call post : posts) {
            photos.add(Base64.getDecoder().decode(post.json().get("image").asText()));
        }
        return photos;
    }

    private void serve(HttpExchange call, List<Call> log, ConcurrentLinkedQueue<Answer> script, Answer usual) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            log.add(new Call(call.getRequestMethod(), call.getRequestURI().getPath(), call.getRequestURI().getRawQuery(),
                    Map.copyOf(call.getRequestHeaders()), body, Instant.now()));
            current.set(body);
            Answer scripted = script.poll();
            (scripted != null ? scripted : usual).to(call);
        }
    }

    private void token(HttpExchange call) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(body(call), StandardCharsets.UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        if (!clientId.equals(form.get("client_id")) || !clientSecret.equals(form.get("client_secret"))
                || !"client_credentials".equals(form.get("grant_type"))) {
            reply(400, "application/json", "{\"error\":\"invalid_client\"}").to(call);
            return;
        }
        String token = "token-" + UUID.randomUUID();
        tokens.add(token);
        reply(200, "application/json", "{\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn
                + ",\"token_type\":\"Bearer\",\"scope\":\"api\"}").to(call);
    }

    /** The usual answer to a photo. */
    public void post(HttpExchange call) throws IOException {
        if (authorized(call)) {
            taken().to(call);
        }
    }

    /** Takes the photo and answers with a new task id, whatever the token. */
    public Answer taken() {
        return call -> {
            String id = UUID.randomUUID().toString();
            byte[] photo = Base64.getDecoder().decode(JSON.readTree(body(call)).get("image").asText());
            tasks.put(id, new Task(photo, Instant.now()));
            reply(200, "text/plain", id).to(call);
        };
    }

    private void get(HttpExchange call) throws IOException {
        if (!authorized(call)) {
            return;
        }
        String id = call.getRequestURI().getRawQuery().replace("id=", "");
        Task task = tasks.get(id);
        if (task == null) {
            result(id, "NotExist", "TaskNotFound", null, null).to(call);
        } else if (Duration.between(task.sent(), Instant.now()).compareTo(latency) < 0) {
            result(id, "Processing", "NotReady", null, null).to(call);
        } else {
            result(id, "Completed", "Ok", read.apply(task.photo()), null).to(call);
        }
    }

    private boolean authorized(HttpExchange call) throws IOException {
        String header = call.getRequestHeaders().getFirst("Authorization");
        if (header != null && header.startsWith("Bearer ") && tokens.contains(header.substring(7))) {
            return true;
        }
        reply(401, "application/problem+json", "{\"title\":\"Unauthorized\",\"status\":401}").to(call);
        return false;
    }

    private byte[] body(HttpExchange call) {
        return current.get();
    }

    /** The JSON of a result; text and error may be null. */
    public static Answer result(String id, String status, String code, String text, String errorJson) {
        String results = text == null ? "null" : "[{\"type\":\"Text\",\"data\":\""
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\"}]";
        return reply(200, "application/json", "{\"id\":\"" + id + "\",\"taskStatus\":\"" + status + "\",\"responseStatusCode\":\"" + code
                + "\",\"results\":" + results + ",\"error\":" + errorJson + "}");
    }

    /** An answer of this status, type and body, with headers as name and value in turn. */
    public static Answer reply(int status, String type, String body, String... headers) {
        return call -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", type);
            for (int i = 0; i < headers.length; i += 2) {
                call.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            call.getResponseBody().write(bytes);
        };
    }

    /** The connection is closed without an answer. */
    public static Answer hangUp() {
        return call -> {
        };
    }

    /** An answer that ends before it is whole. */
    public static Answer truncated(String type, String body) {
        return call -> {
            call.getResponseHeaders().set("Content-Type", type);
            call.sendResponseHeaders(200, body.length() + 100L);
            call.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            call.getResponseBody().flush();
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
