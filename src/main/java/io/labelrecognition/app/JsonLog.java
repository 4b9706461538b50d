package io.labelrecognition.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** A line of JSON for each thing that is said, on standard error: time, level, logger, message, what it is about ({@code mdc}), and what was thrown. */
final class JsonLog {
    private JsonLog() {
    }

    /** @param prefix of the system properties that say the levels */
    static void configure(String prefix) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        // whatever it has found on the class path is not for this application
        context.reset();
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithArguments(false);
        json.setWithMessage(false);
        json.setWithFormattedMessage(true);
        json.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(json);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.toLevel(System.getProperty(prefix + "defaultLogLevel"), Level.WARN));
        String ofLogger = prefix + "log.";
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith(ofLogger))
                .forEach(name -> context.getLogger(name.substring(ofLogger.length())).setLevel(Level.toLevel(System.getProperty(name), Level.WARN)));
    }
}
