package io.labelrecognition.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The standalone application: watches an inbox, reads the photos that are named, or serves the three calls.
 *
 * <p>Exit codes: 0 all is well; 1 a photo could not be read, or the application could not start; 2 it was called or set up wrongly.
 */
public final class LabelRecognition {
    private static final String USAGE = """
            usage: java -jar label-recognition.jar            watch the inbox until stopped
                   java -jar label-recognition.jar PHOTO...   print the text of these photos
                   java -jar label-recognition.jar --serve    serve the three calls on this machine until stopped
                   java -jar label-recognition.jar --version  say which version this is
            Settings: application.properties in the working directory, or variables such as LABEL_INBOX.""";

    private LabelRecognition() {
    }

    public static void main(String[] arguments) {
        Console.configure();
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8)));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
                out.println(USAGE);
                return 0;
            }
            if (arguments.equals(List.of("--version"))) {
                out.println("label-recognition " + version());
                return 0;
            }
            boolean named = !arguments.isEmpty() && arguments.get(0).equals("--");
            List<String> photos = named ? arguments.subList(1, arguments.size()) : arguments;
            if (arguments.equals(List.of("--serve"))) {
                return new ServeJob(settings(), out).run();
            } else if (arguments.isEmpty()) {
                return new WatchJob(settings(), out).run();
            } else if (photos.isEmpty() || !named && photos.stream().anyMatch(photo -> photo.startsWith("-") || photo.isEmpty())) {
                throw new UsageException(USAGE);
            }
            return new ReadJob(settings(), out, err).read(photos);
        } catch (UsageException e) {
            err.println(e.getMessage());
            return 2;
        } catch (Exception e) {
            err.println("label recognition could not start: " + reason(e));
            return 1;
        }
    }

    /** As the build has noted it. */
    private static String version() throws IOException {
        Properties built = new Properties();
        try (InputStream in = LabelRecognition.class.getResourceAsStream("/META-INF/maven/io.labelrecognition/label-recognition/pom.properties")) {
            if (in != null) {
                built.load(in);
            }
        }
        return built.getProperty("version", "(not packaged)");
    }

    private static Settings settings() throws UsageException {
        String otherwise = System.getProperty("label-recognition.conf");
        return Settings.load(Path.of(""), otherwise == null ? null : Path.of(otherwise), System.getenv());
    }

    /** What lies at the bottom of it, in words for whoever started the application. */
    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof BindException) {
            return "the local service cannot have its port (" + cause.getMessage()
                    + "): set label.local-port to another, or stop the other application";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
