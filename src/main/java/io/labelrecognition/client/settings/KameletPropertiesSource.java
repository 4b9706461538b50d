package io.labelrecognition.client.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.StringHelper;

/**
 * Gives the Kamelets the settings of their host: {@code label.max-in-flight}, wherever the host keeps its properties, is
 * {@code camel.kamelet.label-inbox-source.maxInFlight}, by which Camel sets the parameter of each use of that Kamelet that does not say it
 * itself. So a use inherits what holds for the application, and says only what is its own.
 *
 * <p>It derives and holds nothing: each look-up asks the host anew. A property {@code camel.kamelet.…} of the host's own comes first.
 * The account is not derived: a secret that passes through placeholders and URIs would be taken apart there ({@link HostAccount}).
 */
public final class KameletPropertiesSource implements LoadablePropertiesSource {
    public static final String NAME = "label-settings";
    /** The settings with their defaults, as the jar has them. */
    private static final String DEFAULTS = "/label-recognition/defaults.properties";
    private static final String SETTING = "label.";
    private static final List<String> KAMELETS = List.of("camel.kamelet.label-recognition-action.", "camel.kamelet.label-inbox-source.",
            "camel.kamelet.label-fallback-action.");
    /** Secrets, and what is no parameter at all: they are looked up where they are used. */
    private static final List<String> APART = List.of("label.client-id", "label.client-secret", "label.client-secret-file",
            "label.store-url", "label.store-user", "label.store-password", "label.store-password-file");

    private final PropertiesComponent host;
    private final List<String> settings;

    /** @param host where the settings are looked up: the properties of the Camel context */
    public KameletPropertiesSource(PropertiesComponent host) {
        this.host = host;
        this.settings = names();
    }

    private static List<String> names() {
        Properties defaults = new Properties();
        try (InputStream in = KameletPropertiesSource.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults.stringPropertyNames().stream().filter(name -> name.startsWith(SETTING) && !APART.contains(name)).toList();
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** Nothing: what is derived is for Camel's look at all parameters of a Kamelet, and would hide what the host says. */
    @Override
    public String getProperty(String name) {
        return null;
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties derived = new Properties();
        for (String kamelet : KAMELETS) {
            if (filter.test(kamelet)) {
                for (String setting : settings) {
                    host.resolveProperty(setting).filter(value -> !value.isBlank())
                            .ifPresent(value -> derive(kamelet, setting, value.trim(), derived));
                }
            }
        }
        return derived;
    }

    private void derive(String kamelet, String setting, String value, Properties derived) {
        for (String parameter : parameters(setting)) {
            if (host.resolveProperty(kamelet + parameter).isEmpty()) {
                derived.setProperty(kamelet + parameter, value);
            }
        }
    }

    /** The parameters of the Kamelets that a setting gives: of its own name as a rule. */
    public static List<String> parameters(String setting) {
        return switch (setting) {
            // a Kamelet's endpoint keeps a parameter of that name for itself
            case "label.timeout" -> List.of("resultTimeout");
            case "label.journal" -> List.of("journal", "ledger");
            default -> List.of(StringHelper.dashToCamelCase(setting.substring(SETTING.length())));
        };
    }

    @Override
    public void reloadProperties(String location) {
        // nothing is kept
    }
}
