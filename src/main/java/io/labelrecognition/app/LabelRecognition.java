package io.labelrecognition.app;

import io.labelrecognition.client.database.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The standalone application: watches an inbox, reads the photos that are named, or serves the three calls.
 *
 * <p>Exit codes: 0 all is well; 1 a photo could not be read, or the application could not start; 2 it was called or set up wrongly.
 */
public final class LabelRecognition {
    private static final String USAGE = """
            usage: label-recognition                                watch the inbox until stopped
                   label-recognition [-r] [--json] [--] PHOTO...    print the text of these photos
                   label-recognition --serve                        serve the three calls on this machine until stopped
                   label-recognition --compare [-r] [--] PHOTO...   have these photos read by the service and by the local reader, side by side
                   label-recognition --plan [--json]                say what reading the inbox would take, and change nothing
                   label-recognition --nodes                        list the machines that share the store
                   label-recognition --carry-journal [FOLDER]       carry a journal (label.journal) into the store that machines share
                   label-recognition --schema                       print the tables of that store, for whoever may make them
                   label-recognition --help | --version             print this, or which version it is
            PHOTO is a file, - for standard input, or with -r a folder, which stands for the photos in it and in its sub-folders.
              -r, --recursive   take folders, too
              --json            print a line of JSON for each photo: photo, text, confidence, or reason and error
              --                what follows are names, even with a dash in front
            Exit codes: 0 all is well; 1 a photo could not be read, or the application could not start; 2 wrong usage or setting.
            Settings: application.properties in the working directory, or variables such as LABEL_INBOX.""";
    private static final Set<String> RECURSIVE = Set.of("-r", "--recursive");
    private static final String COMPARE = "--compare";
    private static final String AS_JSON = "--json";

    private LabelRecognition() {
    }

    public static void main(String[] arguments) {
        Console.configure(isLoggedAsJson());
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Asked before anything can be said: what is wrong with the settings is said later. */
    private static boolean isLoggedAsJson() {
        try {
            return settings().get("label.log-format").equalsIgnoreCase("json");
        } catch (UsageException e) {
            return false;
        }
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
            if (arguments.equals(List.of("--schema"))) {
                out.print(Schema.script());
                return 0;
            }
            if (!arguments.isEmpty() && arguments.get(0).equals("--plan") && List.of(AS_JSON).containsAll(arguments.subList(1, arguments.size()))) {
                return new PlanJob(settings(), out, arguments.size() > 1).run();
            }
            if (arguments.equals(List.of("--nodes"))) {
                return new StoreJob(settings(), out).nodes();
            }
            if (!arguments.isEmpty() && arguments.get(0).equals("--carry-journal") && arguments.size() <= 2) {
                return new StoreJob(settings(), out).carry(arguments.size() == 1 ? "" : arguments.get(1));
            }
            if (arguments.equals(List.of("--serve"))) {
                return new ServeJob(settings(), out).run();
            } else if (arguments.isEmpty()) {
                return new WatchJob(settings(), out).run();
            }
            boolean isComparison = arguments.get(0).equals(COMPARE);
            return read(isComparison ? arguments.subList(1, arguments.size()) : arguments, isComparison, out, err);
        } catch (UsageException e) {
            err.println(e.getMessage());
            return 2;
        } catch (Exception e) {
            err.println("label recognition could not start: " + reason(e));
            return 1;
        }
    }

    private static int read(List<String> arguments, boolean isComparison, PrintStream out, PrintStream err) throws Exception {
        boolean recursive = false;
        boolean json = false;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                names.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            } else if (RECURSIVE.contains(argument)) {
                recursive = true;
            } else if (argument.equals(AS_JSON) && !isComparison) {
                json = true;
            } else if (argument.isEmpty() || argument.startsWith("-") && argument.length() > 1) {
                throw new UsageException(USAGE);
            } else {
                names.add(argument);
            }
        }
        if (names.isEmpty()) {
            throw new UsageException(USAGE);
        }
        Settings settings = settings();
        List<NamedPhoto> photos = NamedPhoto.of(names, recursive, settings.get("label.include"), System.in);
        return isComparison ? new CompareJob(settings, out, err).compare(photos) : new ReadJob(settings, out, err, json).read(photos);
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
    static String reason(Throwable thrown) {
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
