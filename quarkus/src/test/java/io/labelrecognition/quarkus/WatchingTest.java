package io.labelrecognition.quarkus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(WatchedFolders.class)
class WatchingTest {
    @ConfigProperty(name = "label.inbox")
    Path inbox;
    @ConfigProperty(name = "label.outbox")
    Path outbox;
    @ConfigProperty(name = "label.done")
    Path done;
    @ConfigProperty(name = "label.local-port")
    int port;

    @Test
    void aPhotoInTheInboxBecomesATextInTheOutbox() throws Exception {
        Path samples = Path.of("../examples/photos");
        Files.createDirectories(inbox);
        Files.copy(samples.resolve("price-tag-milk.jpg"), inbox.resolve("price-tag-milk.jpg"));

        Path text = outbox.resolve("price-tag-milk.jpg.txt");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(text) && Files.exists(done.resolve("price-tag-milk.jpg")));
        assertEquals(Files.readString(samples.resolve("price-tag-milk.txt")), Files.readString(text));
    }

    @Test
    void healthIsWhereQuarkusUsersLook() throws Exception {
        // the inbox opens just after the server
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/q/health").statusCode() == 200);
        assertTrue(get("/q/health").body().contains("camel-routes"));
    }

    @Test
    void metricsAreWhereQuarkusUsersLook() throws Exception {
        HttpResponse<String> metrics = get("/q/metrics");
        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.body().contains("routeId=\"inbox\""));
    }

    @Test
    void theThreeCallsAreServedOnTheSamePort() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/connect/token")).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=no&client_secret=body")).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("invalid_client"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
