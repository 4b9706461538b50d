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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        aPhotoIsRead("price-tag-milk.jpg");
    }

    private void aPhotoIsRead(String name) throws Exception {
        Path samples = Path.of("../examples/photos");
        Files.createDirectories(inbox);
        Files.copy(samples.resolve(name), inbox.resolve(name));

        Path text = outbox.resolve(name + ".txt");
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(text) && Files.exists(done.resolve(name)));
        assertEquals(Files.readString(samples.resolve(name.replace(".jpg", ".txt"))), Files.readString(text));
    }

    @Test
    void healthIsWhereQuarkusUsersLook() throws Exception {
        // the inbox opens just after the server
        await().atMost(Duration.ofMinutes(2)).until(() -> get("/q/health").statusCode() == 200);
        assertTrue(get("/q/health").body().contains("camel-routes"));
        String ready = get("/q/health/ready").body();
        for (String check : List.of("label-credentials", "label-service", "label-budget", "label-inbox", "label-folders", "label-journal")) {
            assertTrue(ready.contains(check), () -> check + " in " + ready);
        }
        assertTrue(get("/q/health/live").body().contains("label-watching"));
    }

    @Test
    void metricsAreWhereQuarkusUsersLook() throws Exception {
        HttpResponse<String> metrics = get("/q/metrics");
        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.body().contains("routeId=\"inbox\""));
        aPhotoIsRead("street-sign-orchard-lane.jpg");
        String scrape = get("/q/metrics").body();
        Matcher name = Pattern.compile("(?m)^\\| `(label_\\w+)` \\| (\\w+) \\|").matcher(Files.readString(Path.of("../README.md")));
        int found = 0;
        while (name.find()) {
            // there is no budget here, and no shared store
            if (!name.group(1).equals("label_calls_left") && !name.group(1).startsWith("label_store_")) {
                // OpenMetrics has the ending of a counter at its value alone
                String type = "# TYPE " + name.group(1).replaceAll("_total$", "") + " " + name.group(2);
                assertTrue(scrape.contains(type), () -> type + " is missing in\n" + scrape);
                found++;
            }
        }
        assertTrue(found > 10, "the table of the README");
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
