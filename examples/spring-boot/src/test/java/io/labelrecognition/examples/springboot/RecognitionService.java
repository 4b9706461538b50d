package io.labelrecognition.examples.springboot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The three calls of the service, with one answer to each: what a host needs to be tested without an account. */
final class RecognitionService implements AutoCloseable {
    static final String TEXT = "FRESH MILK\n1 LITRE\n";

    /** The bodies of the photos that were sent. */
    final List<String> sent = new CopyOnWriteArrayList<>();
    /** The HTTP status of the answer to a photo. */
    volatile int status = 200;

    private final HttpServer server;

    RecognitionService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/connect/token", call -> answer(call, 200, "application/json",
                "{\"access_token\":\"a-token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"));
        server.createContext("/v5.0/ocr/RecognizeLabel", call -> {
            if (call.getRequestMethod().equals("POST")) {
                sent.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                answer(call, status, "text/plain", "c4b60313-4f78-45f8-b708-069eb98dc22e");
            } else {
                answer(call, 200, "application/json", "{\"id\":\"c4b60313-4f78-45f8-b708-069eb98dc22e\",\"taskStatus\":\"Completed\","
                        + "\"responseStatusCode\":\"Ok\",\"results\":[{\"type\":\"Text\",\"data\":\""
                        + Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8)) + "\"}],\"error\":null}");
            }
        });
        server.start();
    }

    private static void answer(HttpExchange call, int status, String type, String body) throws IOException {
        try (call) {
            call.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", type);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
