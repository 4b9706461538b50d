package io.labelrecognition.examples.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Two hosts that share a store by the data source that each has. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "label.store=dataSource")
@DirtiesContext
class SharedStoreTest {
    private static RecognitionService service;
    private static EmbeddedPostgres database;

    @Autowired
    private ProducerTemplate camel;
    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        service = new RecognitionService();
        database = EmbeddedPostgres.start();
        settings.add("label.service-url", service::url);
        settings.add("label.client-id", () -> "a-client");
        settings.add("label.client-secret", () -> "a secret & more");
        settings.add("spring.datasource.url", SharedStoreTest::url);
    }

    private static String url() {
        return database.getJdbcUrl("postgres", "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        database.close();
    }

    @Test
    void whatOneHostHasReadTheOtherDoesNotSend() {
        assertEquals(RecognitionService.TEXT, read(camel));
        try (ConfigurableApplicationContext other = new SpringApplicationBuilder(LabelHost.class).run("--server.port=0", "--label.store=dataSource",
                "--spring.datasource.url=" + url(), "--label.service-url=" + service.url(), "--label.client-id=a-client", "--label.client-secret=a secret & more")) {
            assertEquals(RecognitionService.TEXT, read(other.getBean(ProducerTemplate.class)));
            assertEquals(2, jdbc.queryForObject("select count(*) from lr_node where lease_until > now()", Integer.class));
        }
        assertEquals(1, service.sent.size());
        assertEquals(1, jdbc.queryForObject("select count(*) from lr_node where lease_until > now()", Integer.class));
    }

    private static String read(ProducerTemplate camel) {
        return camel.requestBody("kamelet:label-recognition-action", "a photo".getBytes(java.nio.charset.StandardCharsets.UTF_8), String.class);
    }
}
