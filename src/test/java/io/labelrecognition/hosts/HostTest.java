package io.labelrecognition.hosts;

import io.labelrecognition.client.ScriptedService;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host that a test sets up and starts, and a service that reads a photo as {@code text of} its bytes. */
abstract class HostTest {
    final Host host = new Host();
    ScriptedService service;

    @BeforeEach
    void serve() throws Exception {
        service = new ScriptedService();
        service.read = photo -> "text of " + new String(photo, StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        host.close();
        service.close();
    }
}
