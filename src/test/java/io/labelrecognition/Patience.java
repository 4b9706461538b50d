package io.labelrecognition;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long every test waits for what is to come. Only one that fails waits so long, and how fast a machine is is no matter of these tests; so
 * a test that is about time says what must not happen before, never how soon it must.
 */
public final class Patience implements BeforeAllCallback {
    public static final int SECONDS = 120;

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(SECONDS));
    }
}
