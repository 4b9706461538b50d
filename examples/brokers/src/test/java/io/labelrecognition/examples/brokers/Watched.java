package io.labelrecognition.examples.brokers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.main.Main;

/** The local service and its reader, and a gateway in front of it that counts what is sent, and may hold what is asked. */
final class Watched implements AutoCloseable {
    private static final List<String> FORWARDED = List.of("Authorization", "Content-Type", "Accept");

    private final LocalService service = new LocalService(LocalServiceSettings.of("a-client", "a-secret", 20 << 20));
    private final Main reader = new Main();
    private final HttpServer gateway;
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int behind = Ports.free();

    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean isAway;
    private volatile CompletableFuture<Void> asked = new CompletableFuture<>();
    private volatile CompletableFuture<Void> mayAnswer = CompletableFuture.completedFuture(null);

    Watched() throws IOException {
        service.bindTo(reader::bind);
        LocalService.serverProperties(behind).forEach(reader::addInitialProperty);
        reader.configure().withRoutesIncludePattern(LocalService.ROUTES);
        reader.start();
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(callers);
        gateway.createContext("/", this::pass);
        gateway.start();
    }

    private void pass(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            if (isAway) {
                call.sendResponseHeaders(503, -1);
                return;
            }
            if (call.getRequestMethod().equals("GET")) {
                asked.complete(null);
                mayAnswer.join();
            } else if (call.getRequestURI().getPath().contains("ocr")) {
                sent.incrementAndGet();
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + behind + call.getRequestURI()))
                    .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body));
            FORWARDED.forEach(name -> call.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value)));
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers().firstValue("Content-Type").ifPresent(type -> call.getResponseHeaders().add("Content-Type", type));
            call.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            call.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort();
    }

    /** How often a photo was sent. */
    int sent() {
        return sent.get();
    }

    /** Nobody hears of a result from now on. */
    void holdAnswers() {
        mayAnswer = new CompletableFuture<>();
    }

    /** Waits until somebody has sent a photo, and asks for its result. */
    void awaitAsked() throws Exception {
        asked.get(60, TimeUnit.SECONDS);
    }

    void answer() {
        mayAnswer.complete(null);
    }

    void goAway(boolean away) {
        isAway = away;
    }

    @Override
    public void close() {
        answer();
        gateway.stop(0);
        callers.shutdownNow();
        reader.stop();
        service.close();
    }
}
