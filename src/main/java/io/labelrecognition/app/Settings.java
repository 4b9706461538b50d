package io.labelrecognition.app;

import io.labelrecognition.client.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of a start: the environment over system properties over {@code application.properties} of the working directory over
 * the defaults in the jar.
 */
final class Settings {
    private static final String DEFAULTS = "/label-recognition/defaults.properties";

    private final Properties properties;
    private final Map<String, String> environment;

    private Settings(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** @throws UsageException if the file is there and cannot be read */
    static Settings load(Path directory, Map<String, String> environment) throws UsageException {
        Properties properties = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream(DEFAULTS)) {
            properties.load(defaults);
        } catch (IOException e) {
            throw new IllegalStateException("The jar has no " + DEFAULTS, e);
        }
        Path file = directory.resolve("application.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(file + " cannot be read: " + e.getMessage());
            }
        }
        return new Settings(properties, environment);
    }

    /** The value that holds; empty where it is not set. */
    String get(String name) {
        String variable = environment.get(variable(name));
        String value = variable != null ? variable : System.getProperty(name, properties.getProperty(name, ""));
        return value.trim();
    }

    /** The environment variable of a setting: label.client-id is LABEL_CLIENT_ID. */
    static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    int port() throws UsageException {
        String port = get("label.local-port");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new UsageException("label.local-port is not a port: " + port);
        }
        return Integer.parseInt(port);
    }

    /** The largest photo, in bytes. */
    int maxPhotoBytes() throws UsageException {
        try {
            return Math.toIntExact(ByteSize.parse(get("label.max-photo-bytes")));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UsageException("label.max-photo-bytes is not a size up to 2 GB: " + e.getMessage());
        }
    }

    /** The service's base URL as given, without a slash at its end; empty for the local service. */
    String serviceUrl() throws UsageException {
        String url = get("label.service-url").replaceAll("/+$", "");
        if (!url.isEmpty()) {
            try {
                URI uri = URI.create(url);
                if (!url.matches("https?://.*") || uri.getHost() == null) {
                    throw new IllegalArgumentException();
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException("label.service-url is not an http or https URL: " + url);
            }
        }
        return url;
    }

    /** Whether the three calls are served on this machine. */
    boolean localService() throws UsageException {
        String value = get("label.local-service");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            case "auto", "" -> serviceUrl().isEmpty();
            default -> throw new UsageException("label.local-service is " + value + ": it takes true, false or auto");
        };
    }

    /**
     * All properties, for Camel: those of our own as they hold.
     *
     * @param watching whether the inboxes are wanted
     */
    Properties all(boolean watching) {
        Properties all = new Properties();
        for (String name : properties.stringPropertyNames()) {
            all.setProperty(name, name.startsWith("label.") ? get(name) : properties.getProperty(name));
        }
        if (!watching) {
            all.keySet().removeIf(key -> key.toString().startsWith("camel.route-template") || key.toString().startsWith("camel.routeTemplate"));
        }
        return all;
    }
}
