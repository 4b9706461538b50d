package io.labelrecognition.client.settings;

import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** The account that a host has in {@code label.client-id} and {@code label.client-secret}, for each use of a Kamelet that names none. */
public final class HostAccount {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[A-Za-z0-9._:/-]+}}");

    private final CamelContext host;

    public HostAccount(CamelContext host) {
        this.host = host;
    }

    /** The client id; null where the host has none. */
    public String clientId() {
        return value("label.client-id");
    }

    /** The client secret, as it stands there, or in the file of {@code label.client-secret-file}; null where the host has none. */
    public String clientSecret() {
        String secret = value("label.client-secret");
        String file = secret == null ? value("label.client-secret-file") : null;
        return file == null ? secret : given(SecretFile.read(file.trim()));
    }

    /**
     * A credential that a parameter gives: itself, or what the placeholder that it is stands for. Whatever is in that is a character like
     * any other, and a placeholder for nothing is none.
     */
    public static String value(CamelContext context, Object given) {
        String text = given == null ? null : given(given.toString());
        if (text != null && PLACEHOLDER.matcher(text).matches()) {
            String value = context.getPropertiesComponent().parseUri("{{?" + text.substring(2, text.length() - 2) + "?nested=false}}");
            return value == null ? text : given(value);
        }
        return text;
    }

    /** An account that is handed through empty is none; a secret may begin or end with a space. */
    public static String given(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** A secret may have braces: what looks like a placeholder in it is none. */
    private String value(String setting) {
        return given(host.getPropertiesComponent().parseUri("{{" + setting + ":?nested=false}}"));
    }
}
