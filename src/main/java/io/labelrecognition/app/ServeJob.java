package io.labelrecognition.app;

import java.io.PrintStream;

/** Serves the three calls to others on this machine until it is told to stop. */
final class ServeJob {
    private final Settings settings;
    private final PrintStream out;

    ServeJob(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    int run() throws Exception {
        try (Application application = new Application(settings, Application.Job.SERVE)) {
            return application.runUntilStopped(() -> {
                if (settings.get("label.client-id").isEmpty()) {
                    out.println("Nobody can get an access token: set LABEL_CLIENT_ID and LABEL_CLIENT_SECRET to a pair of your choice,"
                            + " here and at your clients, and start again.");
                }
                out.println("serving label recognition at " + application.localUrl() + "; Ctrl+C stops.");
            });
        }
    }
}
