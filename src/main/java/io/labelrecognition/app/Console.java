package io.labelrecognition.app;

/** How the standalone logs: short lines with a date on standard error, Camel's own only where something is wrong. */
final class Console {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Console() {
    }

    /** Before the first logger is made; what the user has set stands. */
    static void configure() {
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        set("showThreadName", "false");
        set("showLogName", "false");
        set("defaultLogLevel", "warn");
        set("log.io.labelrecognition", "info");
        set("log.label-recognition", "info");
        // a photo that stays in the inbox is said by us, once, with the reason
        set("log.org.apache.camel.component.file.GenericFileOnCompletion", "error");
    }

    /** Says nothing of photos that were read. */
    static void quiet() {
        set("log.label-recognition", "warn");
    }

    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
