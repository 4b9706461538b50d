package io.labelrecognition.app;

import java.nio.file.Path;

/** The standalone application. */
public final class LabelRecognition {
    private LabelRecognition() {
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.load(Path.of(""), System.getenv());
        Application app = new Application(settings, Application.Job.WATCH);
        app.main().run();
    }
}
