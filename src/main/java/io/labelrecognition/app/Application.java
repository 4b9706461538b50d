package io.labelrecognition.app;

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

    /** The body of a request is the photo in Base64, and settings. */
    private static final long ROOM_FOR_SETTINGS = 1 << 16;
    private static final String ROUTES = "classpath:label-recognition/routes/";

    private final Main main = new Main();
    private final String serviceUrl;
    private final LocalService localService;

    Application(Settings settings, Job job) throws UsageException {
        String url = settings.serviceUrl();
        boolean local = job == Job.SERVE || settings.localService();
        if (url.isEmpty() && !local) {
            throw new UsageException("There is no service: set label.service-url, or leave label.local-service to auto to read photos on this machine.");
        }
        if (!url.isEmpty() && job != Job.SERVE) {
            required(settings, "label.client-id");
            required(settings, "label.client-secret");
        }
        Properties properties = settings.all(job == Job.WATCH);
        List<String> routes = new ArrayList<>(List.of(ROUTES + "failures.camel.yaml", ROUTES + "inbox.camel.yaml", ROUTES + "recognize-label.camel.yaml"));
        if (local) {
            int port = job == Job.READ ? freePort() : settings.port();
            if (settings.get("label.client-id").isEmpty()) {
                properties.setProperty("label.client-id", random());
                properties.setProperty("label.client-secret", random());
            }
            localService = new LocalService(LocalServiceSettings.of(properties.getProperty("label.client-id"),
                    properties.getProperty("label.client-secret"), settings.maxPhotoBytes()));
            localService.bindTo(main::bind);
            main.configure().httpServer().withEnabled(true).withHost("127.0.0.1").withPort(port)
                    .withMaxBodySize(settings.maxPhotoBytes() / 3 * 4L + ROOM_FOR_SETTINGS);
            routes.add(LocalService.ROUTES);
            if (url.isEmpty() || job == Job.SERVE) {
                url = "http://127.0.0.1:" + port;
            }
        } else {
            localService = null;
        }
        serviceUrl = url;
        properties.setProperty("label.service-url", url);
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
                .withShutdownTimeout(10).withAutoConfigurationLogSummary(false);
    }

    private static void required(Settings settings, String name) throws UsageException {
        if (settings.get(name).isEmpty()) {
            throw new UsageException(name + " is empty: set " + name.toUpperCase().replace('.', '_').replace('-', '_')
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
            }
        });
        main.run();
        return main.getExitCode();
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
