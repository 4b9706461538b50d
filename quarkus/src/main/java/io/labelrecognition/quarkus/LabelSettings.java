package io.labelrecognition.quarkus;

import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Where settings stand beside Quarkus's own places: the defaults in the jar, below everything, and {@code application.properties} in
 * the working directory, above what is packed in this application and below the environment. Quarkus by itself looks into
 * {@code config/application.properties} there.
 */
public final class LabelSettings implements ConfigSourceProvider {
    private static final String DEFAULTS = "label-recognition/defaults.properties";
    private static final int BELOW_ALL = 50;
    /** Between the packed application.properties (250) and the one in config/ (260). */
    private static final int ABOVE_PACKED = 255;

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        List<ConfigSource> sources = new ArrayList<>();
        sources.add(new PropertiesConfigSource(defaults(), DEFAULTS, BELOW_ALL));
        Path file = Path.of("application.properties").toAbsolutePath();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                sources.add(new PropertiesConfigSource(load(reader), file.toString(), ABOVE_PACKED));
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
        return sources;
    }

    /** The defaults in the jar; empty where a setting has none. */
    static Map<String, String> defaults() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(DEFAULTS)) {
            return load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> load(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
