package io.labelrecognition.app;

import io.labelrecognition.client.settings.ByteSize;
import io.labelrecognition.client.settings.SecretFile;
import io.labelrecognition.client.settings.SettingRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of a start: the environment over system properties over {@code application.properties} of the working directory, or of
 * the distribution where there is none, over the defaults in the jar.
 */
final class Settings {
    private static final Set<String> CREDENTIALS = Set.of("label.client-id", "label.client-secret", "label.store-password");
    /** What may stand in a file of its own instead: containers and systemd hand secrets over so. */
    private static final Map<String, String> FILES = Map.of("label.client-secret", "label.client-secret-file", "label.store-password",
            "label.store-password-file");
    /** A path of Windows as its value, with a drive or a server. */
    private static final Pattern SINGLE_BACKSLASHES = Pattern.compile("(?m)^[ \\t]*([^#!=:\\s]+)[ \\t]*[=:][ \\t]*([A-Za-z]:|\\\\\\\\[\\w.$-]+)\\\\(?!\\\\)");
    private static final String DEFAULTS = "/label-recognition/defaults.properties";

    private final Properties properties;
    private final Map<String, String> environment;

    private Settings(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * @param otherwise the file where the directory has none; null for no other
     * @throws UsageException if the file is there and cannot be read
     */
    static Settings load(Path directory, Path otherwise, Map<String, String> environment) throws UsageException {
        Properties properties = new Properties();
        try (InputStream defaults = Settings.class.getResourceAsStream(DEFAULTS)) {
            properties.load(defaults);
        } catch (IOException e) {
            throw new IllegalStateException("The jar has no " + DEFAULTS, e);
        }
        Path own = directory.resolve("application.properties");
        Path file = Files.exists(own) ? own : otherwise;
        if (file != null && Files.exists(file)) {
            try {
                // an editor of Windows may have put a byte order mark there
                String text = Files.readString(file).replaceFirst("^\uFEFF", "");
                Matcher path = SINGLE_BACKSLASHES.matcher(text);
                if (path.find()) {
                    throw new UsageException(file + ": " + path.group(1) + " has single backslashes, which such a file drops: write slashes, as in C:/labels/inbox");
                }
                properties.load(new StringReader(text));
            } catch (CharacterCodingException e) {
                throw new UsageException(file + " is not in UTF-8: save it in that encoding");
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(file + " cannot be read: " + e.getMessage());
            }
        }
        return new Settings(properties, environment);
    }

    /** The same, but for some that are as given here whatever else says. */
    Settings with(Map<String, String> values) {
        Map<String, String> overridden = new HashMap<>(environment);
        values.forEach((name, value) -> overridden.put(variable(name), value));
        return new Settings(properties, overridden);
    }

    /** The value that holds; empty where it is not set. A credential is taken as it is, spaces included. */
    String get(String name) {
        String value = given(name);
        return value.isEmpty() && FILES.containsKey(name) && !given(FILES.get(name)).isEmpty() ? SecretFile.read(given(FILES.get(name))) : value;
    }

    private String given(String name) {
        String variable = environment.get(variable(name));
        String value = variable != null ? variable : System.getProperty(name, properties.getProperty(name, ""));
        return CREDENTIALS.contains(name) ? (value.isBlank() ? "" : value) : value.trim();
    }

    /**
     * Looks at all settings, those that there are not included.
     *
     * @throws UsageException if any cannot be used: the message has a line for each
     */
    void check() throws UsageException {
        List<String> known = SettingRules.settings();
        List<String> problems = new ArrayList<>();
        known.forEach(name -> SettingRules.problem(name, given(name)).ifPresent(problems::add));
        FILES.forEach((name, file) -> {
            if (!given(name).isEmpty() && !given(file).isEmpty()) {
                problems.add(name + " and " + file + " are both set: leave one of them empty");
            }
        });
        Stream.concat(properties.stringPropertyNames().stream(), System.getProperties().stringPropertyNames().stream())
                .filter(name -> name.startsWith("label.") && !known.contains(name)).distinct().sorted()
                .forEach(name -> problems.add(SettingRules.unknown(name, known)));
        // the environment is everybody's: what is not near to a setting may be meant for another
        List<String> variables = known.stream().map(Settings::variable).toList();
        environment.keySet().stream().filter(name -> name.startsWith("LABEL_") && !variables.contains(name)
                && SettingRules.nearest(name, variables).isPresent()).sorted()
                .forEach(name -> problems.add(SettingRules.unknown(name, variables)));
        if (!problems.isEmpty()) {
            throw new UsageException(String.join("\n", problems));
        }
    }

    /** The environment variable of a setting: label.client-id is LABEL_CLIENT_ID. */
    static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    int port() {
        return Integer.parseInt(get("label.local-port"));
    }

    /** The largest photo, in bytes. */
    int maxPhotoBytes() {
        return Math.toIntExact(ByteSize.parse(get("label.max-photo-bytes")));
    }

    /** What calls cost; null without a price. */
    BigDecimal cost(long calls) {
        String price = get("label.price-per-call");
        return price.isEmpty() ? null : new BigDecimal(price).multiply(BigDecimal.valueOf(calls));
    }

    /** The service's base URL as given, without a slash at its end; empty for the local service. */
    String serviceUrl() {
        return get("label.service-url").replaceAll("/+$", "");
    }

    /** Whether the three calls are served on this machine. */
    boolean localService() {
        String value = get("label.local-service").toLowerCase(Locale.ROOT);
        return value.equals("auto") ? serviceUrl().isEmpty() : Boolean.parseBoolean(value);
    }

    /**
     * All properties, for Camel: those of our own as they hold.
     *
     * @param watching whether the inboxes are wanted
     */
    Properties all(boolean watching) {
        Properties all = new Properties();
        for (String name : properties.stringPropertyNames()) {
            all.setProperty(name, get(name));
        }
        if (!watching) {
            all.keySet().removeIf(key -> key.toString().startsWith("camel.route-template") || key.toString().startsWith("camel.routeTemplate"));
        }
        return all;
    }
}
