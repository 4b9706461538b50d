package io.labelrecognition.service;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The real routes on a free port, and a client of them. */
final class RunningService implements AutoCloseable {
    static final String CLIENT_ID = "client";
    static final String CLIENT_SECRET = "s3cret+&%=ü";
    static final String RECOGNIZE = "/v5.0/ocr/RecognizeLabel";
    static final String STATUS = "/v5.0/ocr/Utilities/GetTaskStatus";

    final int port;
    final int ownPort;
    private final Main main = new Main();
    private final LocalService service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private String token;

    RunningService(LocalServiceSettings settings, PhotoReader reader, Clock clock) {
        this(new LocalService(settings, reader, clock));
    }

    RunningService(LocalService service) {
        this.service = service;
        service.bindTo(main::bind);
        main.configure().withRoutesIncludePattern(LocalService.ROUTES);
        LocalServer server = service.server(0);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport support) {
                try {
                    support.getCamelContext().addService(server, true, true);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        main.start();
        port = server.portForOthers();
        ownPort = server.getServer().actualPort();
    }

    static LocalServiceSettings settings() {
        return LocalServiceSettings.of(CLIENT_ID, CLIENT_SECRET, 1 << 20);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Each call has to be as it is described. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, null);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String body) {
        try {
            HttpRequest sent = request.build();
            HttpResponse<String> reply = client.send(sent, BodyHandlers.ofString());
            DescribedCalls.check(sent.method(), sent.uri(), body, reply);
            return reply;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> requestToken(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(uri("/connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> requestToken(String id, String secret) {
        return requestToken(Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
    }

    String token() {
        if (token == null) {
            token = json(requestToken(CLIENT_ID, CLIENT_SECRET)).get("access_token").textValue();
        }
        return token;
    }

    HttpRequest.Builder authorised(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token());
    }

    HttpResponse<String> post(String body) {
        return send(authorised(RECOGNIZE).header("Content-Type", "application/json").header("Accept", "text/plain")
                .POST(BodyPublishers.ofString(body)), body);
    }

    static String photo(byte[] image, String settings) {
        return "{\"image\": \"" + Base64.getEncoder().encodeToString(image) + "\", \"settings\": " + settings + "}";
    }

    String sendPhoto(String image, String settings) {
        return sendPhoto(image.getBytes(StandardCharsets.UTF_8), settings);
    }

    /** Sends a photo and gives the id of its task. */
    String sendPhoto(byte[] image, String settings) {
        HttpResponse<String> reply = post(photo(image, settings));
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(reply.statusCode() + " " + reply.body());
        }
        return reply.body();
    }

    String sendPhoto(String image) {
        return sendPhoto(image, "{\"language\": \"English\", \"resultType\": \"Text\"}");
    }

    HttpResponse<String> fetch(String id) {
        return send(authorised(RECOGNIZE + "?id=" + id));
    }

    JsonNode result(String id) {
        return json(fetch(id));
    }

    String status(String id) {
        return result(id).get("taskStatus").textValue();
    }

    void awaitStatus(String id, String status) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> status(id), status::equals);
    }

    JsonNode json(HttpResponse<String> reply) {
        try {
            return json.readTree(reply.body());
        } catch (IOException e) {
            throw new IllegalStateException(reply.statusCode() + " " + reply.body(), e);
        }
    }

    static String text(JsonNode result) {
        return new String(Base64.getDecoder().decode(result.get("results").get(0).get("data").textValue()), StandardCharsets.UTF_8);
    }

    static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public void close() {
        main.stop();
        service.close();
    }
}
