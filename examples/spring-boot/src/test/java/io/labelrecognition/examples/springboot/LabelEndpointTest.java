package io.labelrecognition.examples.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The host as it runs, over HTTP on both sides. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")
@AutoConfigureObservability(tracing = false)
class LabelEndpointTest {
    private static RecognitionService service;

    @Autowired
    private TestRestTemplate http;

    @DynamicPropertySource
    static void account(DynamicPropertyRegistry settings) throws IOException {
        service = new RecognitionService();
        settings.add("label.service-url", service::url);
        settings.add("label.client-id", () -> "a-client");
        settings.add("label.client-secret", () -> "a secret & more");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void forget() {
        service.sent.clear();
        service.status = 200;
    }

    @Test
    void anUploadedPhotoIsAnsweredWithItsText() {
        ResponseEntity<String> answer = upload("a photo");

        assertEquals(200, answer.getStatusCode().value());
        assertEquals(RecognitionService.TEXT, answer.getBody());
        assertEquals("text/plain;charset=UTF-8", answer.getHeaders().getContentType().toString());
        assertTrue(service.sent.get(0).contains(Base64.getEncoder().encodeToString("a photo".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void healthAndMetricsAreWhereActuatorHasThem() {
        upload("a photo of its own");

        String metrics = http.getForObject("/actuator/prometheus", String.class);
        assertTrue(metrics.contains("label_calls_total{account=\"" + service.url() + " (a-client)\",kind=\"send\",status=\"200\"}"), metrics);
        assertTrue(metrics.contains("label_service_latency_seconds_bucket{"), metrics);
        ResponseEntity<String> health = http.getForEntity("/actuator/health/readiness", String.class);
        assertEquals(200, health.getStatusCode().value(), health::getBody);
        String all = http.getForObject("/actuator/health", String.class);
        for (String check : List.of("label-credentials", "label-service", "label-budget", "label-watching")) {
            assertTrue(all.contains(check), () -> check + " in " + all);
        }
    }

    @Test
    void aPhotoThatTheServiceRefusesIsAnsweredWithTheReason() {
        service.status = 413;

        ResponseEntity<String> answer = upload("a photo");

        assertEquals(422, answer.getStatusCode().value());
        assertTrue(answer.getBody().contains("\"reason\":\"refused\""), answer.getBody());
    }

    @Test
    void aPhotoMayBeTheBodyItself() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.IMAGE_JPEG);

        ResponseEntity<String> answer = http.postForEntity("/labels", new HttpEntity<>("a photo".getBytes(StandardCharsets.UTF_8), headers), String.class);

        assertEquals(200, answer.getStatusCode().value());
        assertEquals(RecognitionService.TEXT, answer.getBody());
    }

    @Test
    void whatIsNoPhotoIsAProblemOfTheCallers() {
        HttpHeaders form = new HttpHeaders();
        form.setContentType(MediaType.MULTIPART_FORM_DATA);
        MultiValueMap<String, Object> other = new LinkedMultiValueMap<>();
        other.add("picture", "a photo");
        HttpHeaders text = new HttpHeaders();
        text.setContentType(MediaType.TEXT_PLAIN);
        HttpHeaders image = new HttpHeaders();
        image.setContentType(MediaType.IMAGE_JPEG);

        assertProblem(400, http.postForEntity("/labels", new HttpEntity<>(other, form), String.class));
        assertProblem(400, http.postForEntity("/labels", new HttpEntity<>(new byte[0], image), String.class));
        assertProblem(415, http.postForEntity("/labels", new HttpEntity<>("a photo", text), String.class));
        assertProblem(413, upload("x".repeat(21 << 20)));
        assertEquals(0, service.sent.size());
    }

    private static void assertProblem(int status, ResponseEntity<String> answer) {
        assertEquals(status, answer.getStatusCode().value(), String.valueOf(answer.getBody()));
        assertEquals("application/problem+json", String.valueOf(answer.getHeaders().getContentType()));
    }

    @Test
    void withoutAnAccountItDoesNotStart() {
        Throwable thrown = assertThrows(Exception.class, () -> new SpringApplicationBuilder(LabelHost.class)
                .run("--server.port=0", "--label.client-id=", "--label.client-secret="));
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertTrue(thrown.getMessage().contains("LABEL_CLIENT_ID"), thrown.getMessage());
    }

    @Test
    void anEmptyPhotoIsNotSent() {
        assertEquals(422, upload("").getStatusCode().value());
        assertEquals(0, service.sent.size());
    }

    private ResponseEntity<String> upload(String photo) {
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("photo", new ByteArrayResource(photo.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "price-tag.jpg";
            }
        });
        return http.postForEntity("/labels", form, String.class);
    }
}
