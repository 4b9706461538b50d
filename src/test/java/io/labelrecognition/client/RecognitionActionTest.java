package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecognitionActionTest {
    private final Main host = new Main();
    private ScriptedService service;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        host.configure().withAutoConfigurationEnabled(true);
        host.addInitialProperty("id", ScriptedService.CLIENT_ID);
        host.addInitialProperty("secret", ScriptedService.CLIENT_SECRET);
        host.addInitialProperty("url", service.url());
        host.configure().addRoutesBuilder(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").routeId("read")
                        .to("kamelet:label-recognition-action?serviceUrl=RAW({{url}})&clientId=RAW({{id}})&clientSecret=RAW({{secret}})");
            }
        });
        host.start();
    }

    @AfterEach
    void stop() throws Exception {
        host.stop();
        service.close();
    }

    @Test
    void aPhotoBecomesItsText() {
        byte[] photo = "a photo".getBytes(StandardCharsets.UTF_8);
        CamelContext context = host.getCamelContext();
        Exchange answer = context.createProducerTemplate().request("direct:read", exchange -> {
            exchange.getMessage().setBody(photo);
            exchange.getMessage().setHeader("CamelHttpPath", "/elsewhere");
            exchange.getMessage().setHeader("Mine", "kept");
        });
        if (answer.getException() != null) answer.getException().printStackTrace();
        assertEquals(null, answer.getException());
        assertEquals("TEXT\n", answer.getMessage().getBody());
        System.out.println(answer.getMessage().getHeaders() + " " + answer.getProperties()+ " "+answer.getVariables());
        assertArrayEquals(photo, service.photos().get(0));
        System.out.println(new String(service.posts.get(0).body())+ service.posts.get(0).headers()+service.gets.get(0).headers()+service.tokenRequests.get(0).headers());
    }
}
