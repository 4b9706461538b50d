package io.labelrecognition.app;

import java.util.List;

/**
 * How the standalone logs, on standard error: short lines with a date, or a line of JSON each; Camel's own only where something is wrong. Levels
 * are those of {@code org.slf4j.simpleLogger}, whichever it is.
 */
final class Console {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    /** At DEBUG these write the client secret, the access token or the photo. */
    private static final List<String> TELLTALES = List.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers",
            "org.apache.camel.component.properties.DefaultPropertiesParser");

    private Console() {
    }

    /** Before the first logger is made; what the user has set stands. */
    static void configure(boolean asJson) {
        // it would say which it takes
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("slf4j.provider", asJson ? "ch.qos.logback.classic.spi.LogbackServiceProvider" : "org.slf4j.simple.SimpleServiceProvider");
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("defaultLogLevel", "warn");
        set("log.io.labelrecognition", "info");
        set("log.label-recognition", "info");
        // a photo that stays in the inbox is said by us, once, with the reason
        set("log.org.apache.camel.component.file.GenericFileOnCompletion", "error");
        // a start that fails, and a photo that does, is said by us, once, in a line
        set("log.org.apache.camel.impl.engine.AbstractCamelContext", "off");
        set("log.org.apache.camel.processor.errorhandler.DefaultErrorHandler", "off");
        // DEBUG for everything, or for all of Camel, is not meant for them: whoever wants one has to name it
        for (String logger : TELLTALES) {
            set("log." + logger, "warn");
        }
        if (asJson) {
            JsonLog.configure(PREFIX);
        }
    }

    /** Says nothing of photos that were read, nor of folders that go. */
    static void quiet() {
        set("log.label-recognition", "warn");
        set("log.io.labelrecognition", "error");
    }

    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
