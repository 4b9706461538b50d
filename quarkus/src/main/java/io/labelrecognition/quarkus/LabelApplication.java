package io.labelrecognition.quarkus;

import io.labelrecognition.client.settings.ByteSize;
import io.labelrecognition.client.plugin.LabelRecognitionPlugin;
import io.labelrecognition.client.LocalAddress;
import io.labelrecognition.client.settings.SettingRules;
import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.quarkus.main.events.AfterStop;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Hands the settings to Camel and, where it is wanted, puts the local service in, before the routes are loaded. */
@Singleton
final class LabelApplication {
    private static final Logger LOG = Logger.getLogger("label-recognition");
    private static final String ROUTES = "camel.main.routes-include-pattern";

    private final Config config;
    private LocalService localService;

    LabelApplication(Config config) {
        this.config = config;
    }

    void beforeConfigure(@Observes BeforeConfigure event) {
        CamelContext camel = event.getCamelContext();
        // to Quarkus a setting that is empty is not there; to the routes it has to be
        Properties empty = new Properties();
        LabelSettings.defaults().forEach((name, value) -> {
            if (name.startsWith("label.") && value.isEmpty()) {
                empty.setProperty(name, value);
            }
        });
        camel.getPropertiesComponent().setInitialProperties(empty);
        camel.getPropertiesComponent().setOverrideProperties(decided(camel));
    }

    /** What follows from the settings, and holds in their place. */
    private Properties decided(CamelContext camel) {
        List<String> problems = new ArrayList<>();
        SettingRules.settings().forEach(name -> SettingRules.problem(name, setting(name)).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw refused(String.join("\n", problems));
        }
        String serviceUrl = setting("label.service-url").replaceAll("/+$", "");
        boolean elsewhere = !serviceUrl.isEmpty();
        boolean local = switch (setting("label.local-service")) {
            case "true" -> true;
            case "false" -> false;
            default -> !elsewhere;
        };
        if (elsewhere) {
            required("label.client-id");
            required("label.client-secret");
        } else if (!local) {
            throw refused("There is no service: set label.service-url, or leave label.local-service to auto to read photos on this machine.");
        }
        Properties decided = new Properties();
        decided.setProperty("label.service-url", elsewhere ? serviceUrl : "http://127.0.0.1:" + setting("label.local-port"));
        if (!elsewhere) {
            // a proxy would look for the local service on its own machine, and see the photos
            decided.setProperty("label.proxy", "");
        }
        if (local) {
            String clientId = setting("label.client-id");
            String clientSecret = setting("label.client-secret");
            if (clientId.isEmpty()) {
                clientId = UUID.randomUUID().toString();
                clientSecret = UUID.randomUUID().toString();
                decided.setProperty("label.client-id", clientId);
                decided.setProperty("label.client-secret", clientSecret);
            }
            localService = new LocalService(LocalServiceSettings.of(clientId, clientSecret,
                    Math.toIntExact(ByteSize.parse(setting("label.max-photo-bytes"))))
                    .withReviewBelow(setting("label.review-below")),
                    setting("label.models").isEmpty() ? null : Path.of(setting("label.models")));
            localService.bindTo(camel.getRegistry()::bind);
            String url = "http://127.0.0.1:" + setting("label.local-port");
            camel.getRegistry().bind(LocalAddress.BEAN, new LocalAddress(url, url));
            decided.setProperty(ROUTES, setting(ROUTES) + "," + LocalService.ROUTES);
        }
        return decided;
    }

    /** The local service can be reached from now on, so the inboxes may be opened. */
    void serverStarted(@ObservesAsync HttpServerStart event, CamelContext camel) throws Exception {
        for (Route route : camel.getRoutes()) {
            if (route.getEndpoint().getEndpointUri().startsWith("file:")) {
                camel.getRouteController().startRoute(route.getRouteId());
            }
        }
        LOG.infof("watching %s: drop a photo there (%s)", Path.of(setting("label.inbox")).toAbsolutePath().normalize(),
                setting("label.include"));
    }

    void afterStop(@Observes AfterStop event) {
        if (localService != null) {
            localService.close();
        }
    }

    /** Ends the start with these words on standard error, exit code 2 and no stack trace. */
    private static RuntimeException refused(String message) {
        return new PreventFurtherStepsException(message, 2);
    }

    private String setting(String name) {
        return config.getOptionalValue(name, String.class).orElse("").trim();
    }

    private void required(String name) {
        if (setting(name).isEmpty()) {
            throw refused(name + " is empty: set " + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                    + ", or leave label.service-url unset to read photos on this machine");
        }
    }
}
