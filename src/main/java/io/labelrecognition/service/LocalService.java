package io.labelrecognition.service;

import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The local service: makes the beans that its routes name.
 *
 * <pre>{@code
 * LocalService service = new LocalService(LocalServiceSettings.of(clientId, clientSecret, maxPhotoBytes));
 * service.bindTo(main::bind);                                        // or context.getRegistry()::bind
 * main.configure().withRoutesIncludePattern(LocalService.ROUTES);
 * …
 * service.close();                                                   // when the context has stopped
 * }</pre>
 */
public final class LocalService implements AutoCloseable {
    /** Where Camel finds the routes. */
    public static final String ROUTES = "classpath:label-recognition/local-service/local-service.camel.yaml";

    private final RecognitionTasks tasks;
    private final Map<String, Object> beans;

    /** A service that reads with {@link LabelReader}, opened when the first photo comes. */
    public LocalService(LocalServiceSettings settings) {
        this(settings, new OnDemandReader(LocalService::open), Clock.systemUTC());
    }

    /** @param reader closed with the service */
    public LocalService(LocalServiceSettings settings, PhotoReader reader, Clock clock) {
        tasks = new RecognitionTasks(reader, settings, clock);
        beans = Map.of(
                "localHosts", new LocalHosts(),
                "requestBodies", new RequestBodies(settings.patience()),
                "serviceTokens", new ServiceTokens(settings.clientId(), settings.clientSecret(), settings.tokenLifetime(), clock),
                "photoIntake", new PhotoIntake(tasks, settings.maxPhotoBytes(), settings.patience()),
                "recognitionTasks", tasks);
    }

    private static PhotoReader open() {
        // photos come in parallel here, so each is best read by one thread
        LabelReader reader = LabelReader.open(1);
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

    /** @param registry takes a bean's name and the bean */
    public void bindTo(BiConsumer<String, Object> registry) {
        beans.forEach(registry);
    }

    /** Stops reading and frees the models. Photos that were not read yet are given up. */
    @Override
    public void close() {
        tasks.close();
    }
}
