package io.labelrecognition.client;

import io.labelrecognition.Patience;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** A Camel application of somebody else's that uses the Kamelet {@code label-recognition-action}. */
public final class KameletHost implements AutoCloseable {
    private final Main main = new Main();

    /** A host with routes of its own; properties as name and value in turn. */
    public KameletHost(RoutesBuilder routes, String... properties) {
        this(Map.of(), routes, properties);
    }

    /** A host with beans of its own, too, by their names. */
    public KameletHost(Map<String, Object> beans, RoutesBuilder routes, String... properties) {
        beans.forEach(main::bind);
        for (int i = 0; i < properties.length; i += 2) {
            main.addInitialProperty(properties[i], properties[i + 1]);
        }
        main.configure().withAutoConfigurationLogSummary(false).withShutdownTimeout(2);
        if (routes != null) {
            main.configure().addRoutesBuilder(routes);
        }
        main.start();
    }

    /** A host whose route {@code direct:read} is one use of the Kamelet; further parameters as in a URI, each with its {@code &}. */
    public static KameletHost of(String serviceUrl, String clientId, String clientSecret, String parameters) {
        return new KameletHost(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").routeId("read").to(kamelet("") + parameters);
            }
        }, "url", serviceUrl, "id", clientId, "secret", clientSecret);
    }

    public static KameletHost of(ScriptedService service, String parameters) {
        return of(service.url(), ScriptedService.CLIENT_ID, ScriptedService.CLIENT_SECRET, parameters);
    }

    /** The Kamelet with the account in the host's properties {@code url}, {@code id} and {@code secret}, each with this suffix. */
    public static String kamelet(String account) {
        return "kamelet:label-recognition-action?serviceUrl=RAW({{url" + account + "}})&clientId=RAW({{id" + account
                + "}})&clientSecret=RAW({{secret" + account + "}})";
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Exchange send(Object photo) {
        return send(photo, Map.of());
    }

    public Exchange send(Object photo, Map<String, Object> headers) {
        return sendTo("direct:read", photo, headers);
    }

    public Exchange sendTo(String endpoint, Object photo, Map<String, Object> headers) {
        return begin(endpoint, photo, headers).orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
    }

    /** Sends without waiting for the text. */
    public CompletableFuture<Exchange> begin(String endpoint, Object photo, Map<String, Object> headers) {
        return context().createProducerTemplate().asyncSend(endpoint, exchange -> {
            exchange.getMessage().setBody(photo);
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    @Override
    public void close() {
        main.stop();
    }
}
