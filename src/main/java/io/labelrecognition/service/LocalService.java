package io.labelrecognition.service;

import io.labelrecognition.client.MonotonicClock;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The local service: makes the beans that its routes name. Nothing is served before the routes are loaded, and no model before a photo comes.
 *
 * <pre>{@code
 * LocalService service = new LocalService(LocalServiceSettings.of(clientId, clientSecret, maxPhotoBytes));
 * service.bindTo(main::bind);                                        // or context.getRegistry()::bind
 * main.configure().withRoutesIncludePattern(LocalService.ROUTES);
 * LocalService.serverProperties(port).forEach(main::addInitialProperty);
 * …
 * service.close();                                                   // when the context has stopped
 * }</pre>
 *
 * <p>The HTTP server is the host's. It has to listen on 127.0.0.1 only: camel-main does by {@link #serverProperties}, Quarkus by
 * {@code quarkus.http.host}. The routes bound the bodies themselves, so {@code camel.server.maxBodySize} is for other routes of the host;
 * {@code quarkus.http.limits.max-body-size} (10 MB unless set) holds for these too and has to leave room for a photo in Base64, 4/3 of its
 * size and 64 KiB. Vert.x answers a header section over 8 KiB with 431 and a request line over 4 KiB with 414 by itself.
 *
 * <p>A route of the host on the same server is turned away from foreign hosts as these are with {@code routeConfigurationId: local-service}.
 */
public final class LocalService implements AutoCloseable {
    /** Where Camel finds the routes. */
    public static final String ROUTES = "classpath:label-recognition/local-service/local-service.camel.yaml";

    private final RecognitionTasks tasks;
    private final Map<String, Object> beans;
    private final Callers callers = new Callers();

    /** A service that reads with {@link LabelReader}, opened when the first photo comes. */
    public LocalService(LocalServiceSettings settings) {
        this(settings, (Path) null);
    }

    /**
     * A service that reads with models of one's own, which are loaded here: what does not fit is better known at once.
     *
     * @param models as {@link LabelReader#open(int, Path)} takes them; null for those of the class path
     * @throws IllegalArgumentException if they do not fit, with a message that says why
     */
    public LocalService(LocalServiceSettings settings, Path models) {
        this(settings, models == null ? new OnDemandReader(LocalService::open) : reading(LabelReader.open(1, models)), new MonotonicClock());
    }

    /** @param reader closed with the service */
    public LocalService(LocalServiceSettings settings, PhotoReader reader, Clock clock) {
        tasks = new RecognitionTasks(reader, settings, clock);
        beans = Map.of(
                "localHosts", new LocalHosts(callers),
                "requestBodies", new RequestBodies(settings.patience(), callers),
                "serviceTokens", new ServiceTokens(settings.clientId(), settings.clientSecret(), settings.tokenLifetime(), clock),
                "photoIntake", new PhotoIntake(tasks, settings.maxPhotoBytes(), settings.patience(), callers),
                "recognitionTasks", tasks);
    }

    private static PhotoReader open() {
        // photos come in parallel here, so each is best read by one thread
        return reading(LabelReader.open(1));
    }

    private static PhotoReader reading(LabelReader reader) {
        return new PhotoReader() {
            @Override
            public Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
                return reader.read(photo, options);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /**
     * Loads the models in the background. Without it the first photo does, and waits some hundred milliseconds longer; with it, whatever else
     * starts at the same time has one core less.
     */
    public void warmUp() {
        tasks.warmUp();
    }

    /**
     * The properties that the HTTP server of camel-main needs for these routes, and no other.
     *
     * @param port 0 for any free one
     */
    public static Map<String, String> serverProperties(int port) {
        return Map.of(
                "camel.server.enabled", "true",
                "camel.server.host", "127.0.0.1",
                "camel.server.port", Integer.toString(port));
    }

    /** @param listener told of each photo that is read, with the id of its task; must not take long */
    public void whenRead(BiConsumer<String, Reading> listener) {
        tasks.whenRead(listener);
    }

    /** @param registry takes a bean's name and the bean */
    public void bindTo(BiConsumer<String, Object> registry) {
        beans.forEach(registry);
    }

    /**
     * A server for an application that calls itself: to be added to its context as a service, before the routes are started.
     *
     * @param portForOthers 0 for any free one, {@link LocalServer#NONE} for none
     */
    public LocalServer server(int portForOthers) {
        LocalServer server = new LocalServer(portForOthers);
        callers.servedBy(server);
        return server;
    }

    /** Stops reading and frees the models. Photos that were not read yet are given up. */
    @Override
    public void close() {
        tasks.close();
    }
}
