package io.labelrecognition.app;

import com.zaxxer.hikari.HikariDataSource;
import io.labelrecognition.client.LocalAddress;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.inbox.InboxPhotos;
import io.labelrecognition.client.inbox.InboxProgress;
import io.labelrecognition.client.inbox.Inboxes;
import io.labelrecognition.client.plugin.LabelRecognitionPlugin;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.SharedStores;
import io.labelrecognition.page.Page;
import io.labelrecognition.page.ReadHistory;
import io.labelrecognition.service.LocalHosts;
import io.labelrecognition.service.LocalServer;
import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");
    /** Unless camel.main.shutdown-timeout says otherwise. */
    private static final int SHUTDOWN_SECONDS = 10;
    /** What the use of the recognition by the local service is called, where that is the fallback. */
    private static final String FALLBACK_ACCOUNT = "camel.kamelet.label-recognition-action.fallback.";
    private static final String LOCAL_URL = "label-recognition.local-url";
    static final String LOCAL_CLIENT = "this-application";
    private static final String ROUTES = "classpath:label-recognition/routes/";

    private final Main main = new Main();
    private final Settings settings;
    private final String remote;
    private final LocalService localService;
    private final LocalServer server;
    private final boolean hasPage;
    private final ReadHistory history = new ReadHistory();
    private final AutoCloseable database;
    private LocalServer pageServer;
    private Page page;
    private volatile String pageUrl;

    Application(Settings settings, Job job) throws UsageException {
        settings.check();
        this.settings = settings;
        Properties properties = settings.all(job == Job.WATCH);
        List<String> routes = new ArrayList<>(List.of(ROUTES + "inbox.camel.yaml", ROUTES + "recognize-label.camel.yaml"));
        hasPage = job == Job.WATCH && Boolean.parseBoolean(settings.get("label.page"));
        String remote = settings.serviceUrl();
        if (!remote.isEmpty()) {
            required(settings, "label.client-id");
            if (Boolean.parseBoolean(settings.get("label.preview")) && !LocalHosts.isLocal(remote)) {
                throw new UsageException("label.preview is true, but photos are read by " + remote + ": only the local service knows where a line stands."
                        + " Set label.preview to false, or label.service-url to nothing");
            }
        }
        if (!settings.get("label.client-id").isEmpty()) {
            required(settings, "label.client-secret");
        }
        boolean isFallback = job != Job.SERVE && !remote.isEmpty() && !settings.get("label.fallback").isEmpty();
        if (job == Job.SERVE || settings.localService() || isFallback) {
            String clientId = settings.get("label.client-id");
            String clientSecret = settings.get("label.client-secret");
            if (clientId.isEmpty() || !settings.localService() && isFallback) {
                // the same at each start: a photo that was read before is known by it in the journal
                clientId = LOCAL_CLIENT;
                clientSecret = random();
            }
            properties.setProperty(isFallback ? FALLBACK_ACCOUNT + "clientId" : "label.client-id", clientId);
            properties.setProperty(isFallback ? FALLBACK_ACCOUNT + "clientSecret" : "label.client-secret", clientSecret);
            localService = localService(LocalServiceSettings.of(clientId, clientSecret, settings.maxPhotoBytes()).withReviewBelow(settings.get("label.review-below")),
                    settings.get("label.models"));
            localService.bindTo(main::bind);
            if (hasPage) {
                localService.whenRead(history::isRead);
            }
            // for the management server, which makes one of its own
            main.bind("labelVertxOptions", LocalServer.options());
            server = localService.server(job == Job.READ ? LocalServer.NONE : settings.port());
            routes.add(LocalService.ROUTES);
        } else if (remote.isEmpty()) {
            throw new UsageException("There is no service: set label.service-url, or leave label.local-service at auto to read photos on"
                    + " this machine");
        } else {
            localService = null;
            server = null;
        }
        this.remote = remote;
        if (isFallback) {
            fallBack(properties);
        }
        if (job == Job.READ) {
            // the journal is the watcher's that may run beside it
            properties.setProperty("camel.kamelet.label-recognition-action.journal", "");
        }
        database = job == Job.SERVE || settings.get("label.store-url").isEmpty() ? null : shareStore(properties);
        if (remote.isEmpty()) {
            // a proxy would look for the local service on its own machine, and see the photos
            properties.setProperty("label.proxy", "");
        }
        if (settings.get("label.log-format").equalsIgnoreCase("json")) {
            // Camel's steps say what they are about, as the lines of ours do
            properties.setProperty("camel.mdc.enabled", "true");
            properties.setProperty("camel.mdc.custom-properties", InboxPhotos.PHOTO + "," + InboxPhotos.INBOX);
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

            @Override
            public void afterConfigure(BaseMainSupport support) {
                if (server != null) {
                    serve(support.getCamelContext(), settings, remote.isEmpty());
                }
            }
        });
        main.configure().withName("label-recognition").withRoutesIncludePattern(String.join(",", routes))
                .withShutdownTimeout(SHUTDOWN_SECONDS).withAutoConfigurationLogSummary(false);
    }

    /** Photos that are named, and each inbox that says no recognition of its own, have one with a fallback: the local service, whose calls cost nothing. */
    private static void fallBack(Properties properties) {
        properties.setProperty("label-recognition.recognition", "kamelet:label-fallback-action");
        properties.setProperty("camel.kamelet.label-fallback-action.fallback", "kamelet:label-recognition-action/fallback");
        properties.setProperty(FALLBACK_ACCOUNT + "serviceUrl", "{{" + LOCAL_URL + "}}");
        for (String emptied : List.of("callsPerMonth", "proxy", "trustStore", "record")) {
            properties.setProperty(FALLBACK_ACCOUNT + emptied, "");
        }
    }

    /** The Kamelets know it by its name, and nothing of what it takes to get there. */
    private AutoCloseable shareStore(Properties properties) {
        HikariDataSource source = StoreDatabase.of(settings);
        main.bind(StoreDatabase.BEAN, source);
        properties.setProperty("label.store", StoreDatabase.BEAN);
        properties.setProperty("label.store-url", "");
        properties.setProperty("label.store-password", "");
        return source;
    }

    private static LocalService localService(LocalServiceSettings settings, String models) throws UsageException {
        try {
            return new LocalService(settings, models.isEmpty() ? null : Path.of(models));
        } catch (IllegalArgumentException e) {
            throw new UsageException("label.models is \"" + models + "\": " + e.getMessage());
        }
    }

    private static void required(Settings settings, String name) throws UsageException {
        if (settings.get(name).isEmpty()) {
            throw new UsageException(name + " is empty: set " + Settings.variable(name)
                    + ", or leave label.service-url unset to read photos on this machine");
        }
    }

    /** Before any route is made: the routes are served by it, and its port is known only now. */
    private void serve(CamelContext context, Settings settings, boolean isUsed) {
        try {
            context.addService(server, true, true);
            server.start();
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
        Properties decided = new Properties();
        decided.setProperty(LOCAL_URL, server.ownUrl());
        context.getRegistry().bind(LocalAddress.BEAN, new LocalAddress(server.ownUrl(), localName(settings)));
        if (isUsed) {
            decided.setProperty("label.service-url", server.ownUrl());
        }
        context.getPropertiesComponent().setOverrideProperties(decided);
    }

    /** What the local service is called where photos are remembered: its own address is another one at each start. */
    static String localName(Settings settings) {
        return "http://127.0.0.1:" + settings.get("label.local-port");
    }

    /** Beside what else is to be done: it keeps no photo waiting. */
    private void showPage() {
        if (hasPage) {
            Thread thread = new Thread(() -> showPage(main.getCamelContext()), "label-page");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Where the photos are read elsewhere, its port may be another application's: then there is no page, and all else goes on. */
    private synchronized void showPage(CamelContext context) {
        if (context.isStopping() || context.isStopped()) {
            return;
        }
        LocalServer shown = server != null ? server : LocalServer.forOthersAlone(settings.port());
        try {
            if (server == null) {
                shown.setCamelContext(context);
                shown.start();
                pageServer = shown;
            }
        } catch (Exception e) {
            LOG.warn("There is no page: {} is taken. Set label.local-port to another port, or label.page to false.", "127.0.0.1:" + settings.port());
            LOG.debug("The page", e);
            return;
        }
        page = new Page(bean(context, LabelRecognitionPlugin.INBOXES, Inboxes.class),
                bean(context, LabelRecognitionPlugin.CIRCUIT_BREAKERS, CircuitBreakers.class),
                bean(context, LabelRecognitionPlugin.LEDGERS, CallLedgers.class), bean(context, LabelRecognitionPlugin.STORES, SharedStores.class), history,
                Path.of(settings.get("label.journal")).toAbsolutePath(), settings.maxPhotoBytes(),
                words -> isLocal() ? words.replace(server.ownUrl(), "the local service") : words);
        page.start(shown.getVertx());
        shown.alsoServe(Page::isFor, page);
        pageUrl = "http://127.0.0.1:" + shown.portForOthers() + "/";
        LOG.info("All of this in a browser: {}", pageUrl);
    }

    private synchronized void closePage() {
        if (page != null) {
            page.close();
            page = null;
        }
        if (pageServer != null) {
            pageServer.stop();
            pageServer = null;
        }
    }

    private static <T> T bean(CamelContext context, String name, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(name, type);
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
        showPage();
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
                showPage();
            }
        });
        main.run();
        return main.getExitCode();
    }

    /** How far the inboxes are; none before they are set up. */
    List<InboxProgress> progress() {
        return main.getCamelContext() == null ? List.of()
                : bean(main.getCamelContext(), LabelRecognitionPlugin.INBOXES, Inboxes.class).all().stream().map(InboxPhotos::progress).toList();
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
        closePage();
        main.stop();
        if (localService != null) {
            localService.close();
        }
        if (database != null) {
            try {
                database.close();
            } catch (Exception e) {
                LOG.debug("The database's connections", e);
            }
        }
    }

    /** The base URL of the service that the photos are sent to, or by which others on this machine reach this one. */
    String serviceUrl() {
        return remote.isEmpty() ? localUrl() : remote;
    }

    /** Where others on this machine find the local service; null where it is not served to them. */
    String localUrl() {
        return server == null || server.portForOthers() == LocalServer.NONE ? null : "http://127.0.0.1:" + server.portForOthers();
    }

    /** Where the page is; null while there is none. */
    String pageUrl() {
        return pageUrl;
    }

    /** Whether the photos are read on this machine. */
    boolean isLocal() {
        return remote.isEmpty();
    }
}
