package io.labelrecognition.examples.recipes;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.service.LocalService;
import io.labelrecognition.service.LocalServiceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a host tests its routes without a service: with answers that were recorded once. */
class ReplayTest {
    private static final Path PHOTOS = Path.of("../photos");
    private static final String ACTION = "kamelet:label-recognition-action";

    @TempDir
    Path folder;

    private static Exchange read(String url, byte[] photo, Map<String, String> settings) throws Exception {
        Main host = new Main();
        host.addInitialProperty("label.service-url", url);
        // whatever they are, where nobody asks
        host.addInitialProperty("label.client-id", "a-client");
        host.addInitialProperty("label.client-secret", "a-secret");
        settings.forEach(host::addInitialProperty);
        host.start();
        try {
            return host.getCamelTemplate().send(ACTION, exchange -> exchange.getMessage().setBody(photo));
        } finally {
            host.stop();
        }
    }

    private static Exchange replayed(Path recording, byte[] photo) throws Exception {
        WireMockServer service = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort().usingFilesUnderDirectory(recording.toString()).extensions(new PhotoMatcher()));
        service.start();
        try {
            return read(service.baseUrl(), photo, Map.of());
        } finally {
            service.stop();
        }
    }

    /** The recording that lies in {@code recordings}, of the local service. */
    @Test
    void aRecordingAnswersAsTheServiceDid() throws Exception {
        Exchange tag = replayed(Path.of("recordings"), Files.readAllBytes(PHOTOS.resolve("price-tag-milk.jpg")));
        assertEquals(Files.readString(PHOTOS.resolve("price-tag-milk.txt")), tag.getMessage().getBody(String.class));
        assertTrue(tag.getMessage().getHeader("LabelConfidence", Double.class) > 0.5);

        Exchange broken = replayed(Path.of("recordings"), "no photo".getBytes());
        assertTrue(assertInstanceOf(LabelRecognitionException.class, broken.getException()).getMessage().contains("this is plain text"));
    }

    /** {@code -Drecording=recordings} writes the recording there anew. */
    @Test
    void whatIsRecordedIsReplayed() throws Exception {
        Path recording = System.getProperty("recording") == null ? folder : Path.of(System.getProperty("recording"));
        int port = RecipesTest.freePort();
        byte[] sign = Files.readAllBytes(PHOTOS.resolve("price-tag-milk.jpg"));
        Main reader = new Main();
        try (LocalService service = new LocalService(LocalServiceSettings.of("a-client", "a-secret", 20 << 20))) {
            service.bindTo(reader::bind);
            LocalService.serverProperties(port).forEach(reader::addInitialProperty);
            reader.configure().withRoutesIncludePattern(LocalService.ROUTES);
            reader.start();
            Map<String, String> record = Map.of("label.record", recording.toString());
            read("http://127.0.0.1:" + port, sign, record);
            read("http://127.0.0.1:" + port, "no photo".getBytes(), record);
            reader.stop();
        }
        assertEquals(Files.readString(PHOTOS.resolve("price-tag-milk.txt")), replayed(recording, sign).getMessage().getBody(String.class));
        assertInstanceOf(LabelRecognitionException.class, replayed(recording, "no photo".getBytes()).getException());
        assertInstanceOf(LabelRecognitionException.class, replayed(recording, "another".getBytes()).getException(), "of which there is no recording");
    }
}
