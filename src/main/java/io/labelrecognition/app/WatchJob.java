package io.labelrecognition.app;

import io.labelrecognition.client.inbox.InboxProgress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** Watches the inboxes until it is told to stop. */
final class WatchJob {
    private final Settings settings;
    private final PrintStream out;

    WatchJob(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    int run() throws Exception {
        try (Application application = new Application(settings, Application.Job.WATCH)) {
            try (TerminalLine line = TerminalLine.show(() -> progress(application))) {
                return application.runUntilStopped(() -> say(application));
            }
        }
    }

    /** Of all inboxes that have work; null where none has. */
    private static String progress(Application application) {
        String states = application.progress().stream().map(InboxProgress::state).filter(Objects::nonNull).map(Object::toString)
                .collect(Collectors.joining(" | "));
        return states.isEmpty() ? null : states;
    }

    private void say(Application application) {
        out.println("Photos are read by " + (application.isLocal() ? "the local service, on this machine" : "the service")
                + " (" + application.serviceUrl() + ")."
                + (application.isLocal() || application.localUrl() == null ? ""
                        : " Others on this machine find the local service at " + application.localUrl() + "."));
        out.println("Texts go to " + folder("label.outbox") + ", photos that were read to " + folder("label.done")
                + ", those that were not to " + folder("label.failed") + ", with the reason.");
        out.println("watching " + folder("label.inbox") + ": drop a photo there (" + settings.get("label.include") + "); Ctrl+C stops.");
    }

    private Path folder(String name) {
        return Path.of(settings.get(name)).toAbsolutePath().normalize();
    }
}
