package io.labelrecognition.app;

import io.labelrecognition.client.LabelRecognitionPlugin;
import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Puts the routes, the settings and, where it is wanted, the local service together in one Camel Main. */
final class Application implements AutoCloseable {
    enum Job {
        /** Watch the inboxes until stopped. */
        WATCH,
        /** Read named photos, then stop. */
        READ,
        /** Serve the three calls to others until stopped. */
        SERVE
    }

    /** Unless camel.main.shutdown-timeout says otherwise. */
    private static final int SHUTDOWN_SECONDS = 10;
    private static final String ROUTES = "classpath:label-recognition/routes/";

    private final Main main = new Main();
    private final String serviceUrl;
    private final LocalService localService;

    Application(Settings settings, Job job) throws UsageException {
        Properties properties = settings.all(job == Job.WATCH);
        List<String> routes = new ArrayList<>(List.of(ROUTES + "inbox.camel.yaml", ROUTES + "recognize-label.camel.yaml"));
        String remote = settings.serviceUrl();
        if (!remote.isEmpty()) {
            required(settings, "label.client-id");
        }
        if (!settings.get("label.client-id").isEmpty()) {
            required(settings, "label.client-secret");
        }
        if (job == Job.SERVE || settings.localService()) {
            int port = job == Job.READ ? freePort() : settings.port();
            if (settings.get("label.client-id").isEmpty()) {
                properties.setProperty("label.client-id", random());
                properties.setProperty("label.client-secret", random());
            }
            localService = new LocalService(LocalServiceSettings.of(properties.getProperty("label.client-id"),
                    properties.getProperty("label.client-secret"), settings.maxPhotoBytes()));
            localService.bindTo(main::bind);
            main.bind(LabelRecognitionPlugin.LOCAL_SERVICE, "http://127.0.0.1:" + port);
            LocalService.serverProperties(port).forEach(properties::setProperty);
            routes.add(LocalService.ROUTES);
            serviceUrl = remote.isEmpty() || job == Job.SERVE ? "http://127.0.0.1:" + port : remote;
        } else if (remote.isEmpty()) {
            throw new UsageException("There is no service: set label.service-url, or leave label.local-service at auto to read photos on"
                    + " this machine");
        } else {
            localService = null;
            serviceUrl = remote;
        }
        properties.setProperty("label.service-url", serviceUrl);
        if (job == Job.READ) {
            // the journal is the watcher's that may run beside it
            properties.setProperty("camel.kamelet.label-recognition-action.journal", "");
        }
        if (remote.isEmpty()) {
            // a proxy would look for the local service on its own machine, and see the photos
            properties.setProperty("label.proxy", "");
        }
        main.setInitialProperties(properties);
        main.setPropertyPlaceholderLocations("false");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                // the settings have been looked up once, where they can be checked: a second look must not find others
                PropertiesComponent camel = (PropertiesComponent) support.getCamelContext().getPropertiesComponent();
                camel.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                camel.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            }
        });
        main.configure().withName("label-recognition").withRoutesIncludePattern(String.join(",", routes))
                .withShutdownTimeout(SHUTDOWN_SECONDS).withAutoConfigurationLogSummary(false);
    }

    private static void required(Settings settings, String name) throws UsageException {
        if (settings.get(name).isEmpty()) {
            throw new UsageException(name + " is empty: set " + Settings.variable(name)
                    + ", or leave label.service-url unset to read photos on this machine");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("There is no free port on the loopback address", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts, for as long as this is open. */
    CamelContext start() {
        warmUp();
        main.start();
        return main.getCamelContext();
    }

    /**
     * Runs until the process is told to stop.
     *
     * @param started called when everything works
     * @return the exit code
     */
    int runUntilStopped(Runnable started) throws Exception {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport support) {
                started.run();
                warmUp();
            }
        });
        main.run();
        return main.getExitCode();
    }

    /** Loads the reader's models beside what else is to be done, so that the first photo does not wait for them. */
    private void warmUp() {
        if (localService != null) {
            Thread thread = new Thread(localService::warmUp, "label-reader-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() {
        main.stop();
        if (localService != null) {
            localService.close();
        }
    }

    /** The base URL of the service that the photos are sent to. */
    String serviceUrl() {
        return serviceUrl;
    }

    boolean isLocal() {
        return localService != null;
    }
}
