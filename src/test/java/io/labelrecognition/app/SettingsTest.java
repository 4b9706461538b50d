package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("label.dsr-mode");
    }

    private Settings with(String... variables) throws UsageException {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return Settings.load(directory, environment);
    }

    private static void assertRefused(String word, org.junit.jupiter.api.function.Executable start) {
        String message = assertThrows(UsageException.class, start).getMessage();
        assertTrue(message.contains(word), message);
    }

    @Test
    void theEnvironmentIsAboveSystemPropertiesAboveTheFileAboveTheDefaults() throws Exception {
        assertEquals("", with().get("label.dsr-mode"));
        Files.writeString(directory.resolve("application.properties"), "label.dsr-mode=file\nlabel.inbox=Übergabe\n");
        assertEquals("file", with().get("label.dsr-mode"));
        System.setProperty("label.dsr-mode", "system");
        assertEquals("system", with().get("label.dsr-mode"));
        assertEquals("environment", with("LABEL_DSR_MODE", "environment").get("label.dsr-mode"));
        assertEquals("Übergabe", with().get("label.inbox"));
        assertEquals("outbox", with().get("label.outbox"));
        assertEquals("environment", with("LABEL_DSR_MODE", "environment").all(true).getProperty("label.dsr-mode"));
    }

    @Test
    void onlyAWatcherHasAnInbox() throws Exception {
        assertTrue(with().all(true).stringPropertyNames().stream().anyMatch(name -> name.startsWith("camel.route-template[inbox]")));
        assertFalse(with().all(false).stringPropertyNames().stream().anyMatch(name -> name.startsWith("camel.route-template")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "ftp://host", "localhost:8092", "https://ho st", "/base"})
    void whatIsNoUrlIsRefused(String url) {
        assertRefused("label.service-url", () -> with("LABEL_SERVICE_URL", url).serviceUrl());
    }

    @ParameterizedTest
    @CsvSource({"https://api.aspose.cloud/,https://api.aspose.cloud", "http://127.0.0.1:1//,http://127.0.0.1:1", "' ',''"})
    void aUrlIsTakenWithoutItsSlash(String given, String taken) throws Exception {
        assertEquals(taken, with("LABEL_SERVICE_URL", given).serviceUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "65536", "http", "8092.5", "999999999999"})
    void whatIsNoPortIsRefused(String port) {
        assertRefused("label.local-port", () -> with("LABEL_LOCAL_PORT", port).port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1", "3GB", "20 MB or so", "999999999999GB"})
    void whatIsNoSizeOfAPhotoIsRefused(String size) {
        assertRefused("label.max-photo-bytes", () -> with("LABEL_MAX_PHOTO_BYTES", size).maxPhotoBytes());
    }

    @ParameterizedTest
    @CsvSource({"20MB,20971520", "1 kb,1024", "512,512", "1G,1073741824", "7B,7"})
    void aSizeHasAUnitOrNone(String size, int bytes) throws Exception {
        assertEquals(bytes, with("LABEL_MAX_PHOTO_BYTES", size).maxPhotoBytes());
    }

    @Test
    void theLocalServiceIsOnUnlessAServiceIsNamed() throws Exception {
        assertTrue(with().localService());
        assertFalse(with("LABEL_SERVICE_URL", "https://api.aspose.cloud").localService());
        assertTrue(with("LABEL_SERVICE_URL", "https://api.aspose.cloud", "LABEL_LOCAL_SERVICE", "true").localService());
        assertRefused("label.local-service", () -> with("LABEL_LOCAL_SERVICE", "on").localService());
    }

    @Test
    void aServiceWithoutAnAccountRefusesToStartAndSaysWhatToSet() {
        assertRefused("LABEL_CLIENT_ID", () -> new Application(with("LABEL_SERVICE_URL", "http://127.0.0.1:1"), Application.Job.WATCH));
        assertRefused("LABEL_CLIENT_SECRET", () -> new Application(with("LABEL_SERVICE_URL", "http://127.0.0.1:1", "LABEL_CLIENT_ID", "a"),
                Application.Job.WATCH));
        assertRefused("label.service-url", () -> new Application(with("LABEL_LOCAL_SERVICE", "false"), Application.Job.WATCH));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Files.createDirectory(directory.resolve("application.properties"));
        assertRefused("application.properties", this::with);
    }
}
