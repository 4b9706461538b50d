package io.labelrecognition.hosts;

import io.labelrecognition.client.ScriptedService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.RoutePolicyFactory;

/** A Camel application of somebody else's, which has the jar on its class path. */
final class Host implements AutoCloseable {
    static final String ROUTES = "classpath:label-recognition/routes/*.camel.yaml";
    /** The account of {@link ScriptedService}, as the end of a Kamelet's URI. */
    static final String ACCOUNT = "clientId=RAW(" + ScriptedService.CLIENT_ID + ")&clientSecret=RAW(" + ScriptedService.CLIENT_SECRET + ")";

    private final Main main = new Main();

    Host() {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withShutdownTimeout(5).withAutoConfigurationLogSummary(false);
    }

    Host with(String property, Object value) {
        main.addInitialProperty(property, value.toString());
        return this;
    }

    Host with(RoutesBuilder routes) {
        main.configure().addRoutesBuilder(routes);
        return this;
    }

    /** What is found in the registry by its type. */
    Host with(String name, InterceptStrategy strategy) {
        main.bind(name, strategy);
        return this;
    }

    /** What is found in the registry by its type. */
    Host with(String name, RoutePolicyFactory policies) {
        main.bind(name, policies);
        return this;
    }

    /** An instance of the route template with its folders below this one, and a recognition of the same name. */
    Host withInbox(String name, Path folder, ScriptedService service) {
        String instance = "camel.route-template[" + name + "-inbox].";
        String recognition = "camel.kamelet.label-recognition-action." + name + ".";
        return withFolders(name, folder)
                .with(instance + "settle", "50ms")
                .with(instance + "recognition", "kamelet:label-recognition-action/" + name)
                .with(recognition + "serviceUrl", service.url())
                .with(recognition + "clientId", ScriptedService.CLIENT_ID)
                .with(recognition + "clientSecret", ScriptedService.CLIENT_SECRET);
    }

    /** An instance of the route template that says nothing but its folders. */
    Host withFolders(String name, Path folder) {
        String instance = "camel.route-template[" + name + "-inbox].";
        return with("camel.main.routes-include-pattern", ROUTES)
                .with(instance + "template-id", "label-inbox")
                .with(instance + "inboxFolder", folder.resolve("inbox"))
                .with(instance + "outboxFolder", folder.resolve("outbox"))
                .with(instance + "doneFolder", folder.resolve("done"))
                .with(instance + "failedFolder", folder.resolve("failed"));
    }

    Host start() {
        main.start();
        return this;
    }

    CamelContext camel() {
        return main.getCamelContext();
    }

    Exchange send(String endpoint, String photo) {
        return camel().createProducerTemplate()
                .request(endpoint, exchange -> exchange.getMessage().setBody(photo.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        main.stop();
    }
}
