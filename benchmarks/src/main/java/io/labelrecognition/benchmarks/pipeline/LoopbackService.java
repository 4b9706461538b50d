package io.labelrecognition.benchmarks.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The three calls on loopback: a photo is read a given time after it was taken, and until then it is pending. Nothing is read, and
 * nothing goes wrong; the calls are counted.
 */
public final class LoopbackService implements AutoCloseable {
    private static final byte[] TOKEN = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}".getBytes(StandardCharsets.US_ASCII);
    private static final String DONE = "{\"id\":\"%s\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
            + "\"results\":[{\"type\":\"Text\",\"data\":\"TWFwbGUgQXZlCkhhcmJvciBCbHZkCg==\"}],\"error\":null}";
    private static final String PENDING = "{\"id\":\"%s\",\"taskStatus\":\"Pending\",\"responseStatusCode\":\"NotReady\",\"results\":null,\"error\":null}";

    private final Map<String, Long> doneAt = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final LongSupplier latencyNanos;
    private final HttpServer server;
    private final AtomicLong posts = new AtomicLong();
    private final AtomicLong gets = new AtomicLong();
    private final AtomicLong lagNanos = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();

    public LoopbackService(LongSupplier latencyNanos) throws IOException {
        this.latencyNanos = latencyNanos;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        server.createContext("/connect/token", call -> answer(call, "application/json", TOKEN));
        server.createContext("/v5.0/ocr/RecognizeLabel", this::recognize);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void recognize(HttpExchange call) throws IOException {
        if (call.getRequestMethod().equals("POST")) {
            call.getRequestBody().transferTo(OutputStream.nullOutputStream());
            String id = UUID.randomUUID().toString();
            posts.incrementAndGet();
            doneAt.put(id, System.nanoTime() + latencyNanos.getAsLong());
            answer(call, "text/plain", id.getBytes(StandardCharsets.US_ASCII));
            return;
        }
        gets.incrementAndGet();
        String id = call.getRequestURI().getQuery().substring("id=".length());
        long late = System.nanoTime() - doneAt.get(id);
        if (late >= 0) {
            lagNanos.addAndGet(late);
            completed.incrementAndGet();
        }
        answer(call, "application/json", String.format(late >= 0 ? DONE : PENDING, id).getBytes(StandardCharsets.US_ASCII));
    }

    private static void answer(HttpExchange call, String type, byte[] body) throws IOException {
        call.getRequestBody().transferTo(OutputStream.nullOutputStream());
        call.getResponseHeaders().set("Content-Type", type);
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    /** Sendings since it was started. */
    public long posts() {
        return posts.get();
    }

    /** GETs for each result that was fetched. */
    double getsPerPhoto() {
        return gets.get() / (double) Math.max(1, completed.get());
    }

    /** Milliseconds, in the mean, that a result lay there before it was fetched. */
    double lagMillis() {
        return lagNanos.get() / 1e6 / Math.max(1, completed.get());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
