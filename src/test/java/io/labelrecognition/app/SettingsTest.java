package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.settings.SettingRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return Settings.load(directory, null, environment);
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
    @CsvSource({"https://api.aspose.cloud/,https://api.aspose.cloud", "http://127.0.0.1:1//,http://127.0.0.1:1", "' ',''"})
    void aUrlIsTakenWithoutItsSlash(String given, String taken) throws Exception {
        assertEquals(taken, with("LABEL_SERVICE_URL", given).serviceUrl());
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
    }

    @Test
    void aServiceWithoutAnAccountRefusesToStartAndSaysWhatToSet() {
        assertRefused("LABEL_CLIENT_ID", () -> new Application(with("LABEL_SERVICE_URL", "http://127.0.0.1:1"), Application.Job.WATCH));
        assertRefused("LABEL_CLIENT_SECRET", () -> new Application(with("LABEL_SERVICE_URL", "http://127.0.0.1:1", "LABEL_CLIENT_ID", "a"),
                Application.Job.WATCH));
        assertRefused("label.service-url", () -> new Application(with("LABEL_LOCAL_SERVICE", "false"), Application.Job.WATCH));
    }

    /** Three wrong ones of each, and the default, which is none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = true, value = {
        "label.inbox|in?noop=true|pom.xml|EMPTY", "label.outbox|{{x}}|pom.xml/out|EMPTY", "label.done|{{x}}|pom.xml|EMPTY", "label.failed|{{x}}|pom.xml|EMPTY",
        "label.journal|{{x}}|pom.xml|EMPTY", "label.include|.jpg|*|EMPTY", "label.settle|1S|5 s|1s1s", "label.review-below|1.1|-0.5|80%", "label.max-in-flight|0|-3|many",
        "label.reuse-results|forever|-1h|EMPTY", "label.calls-per-month|1|-150|plenty", "label.max-photo-bytes|much|3GB|0",
        "label.poll|often|1|EMPTY", "label.timeout|10x|0|1H", "label.answer-timeout|0s|99999999d|soon",
        "label.resend-ambiguous|yes|1|EMPTY", "label.service-url|ftp://host|http://user:password@host|https://host/?a=b",
        "label.local-service|on|yes|EMPTY", "label.local-port|-1|65536|http", "label.page|on|1|EMPTY",
        "label.store|a b|x?y|{{x}}", "label.store-url|db.example.com|jdbc:mysql://host/db?password=user:x|http://user:pw@host", "label.store-lease|100ms|soon|EMPTY", "label.store-password-file|/nowhere/at/all|/|nothing.txt",
        "label.client-secret-file|/nowhere/at/all|/|nothing.txt", "label.price-per-call|free|-1|1,50", "label.log-format|xml|1|EMPTY",
        "label.proxy|proxy|http://user:pw@proxy:1|socks://proxy:1",
        "label.fallback|cloud|yes|{{x}}", "label.fallback-after|soon|5 m|EMPTY", "label.record|in?noop=true|pom.xml|{{x}}", "label.models|/nowhere/at/all|pom.xml|{{x}}", "label.trust-store|/nowhere/at/all|/|nothing.p12", "label.language|Klingon|en|EMPTY", "label.skew-correction|on|0|EMPTY",
        "label.upsampling|twice|2|EMPTY", "label.result-type|Word|Text,Pdf|EMPTY", "label.preview|yes|1|EMPTY", "label.binarization|on|0|maybe",
        "label.spell-check|on|0|English", "label.contrast-correction|on|0|high", "label.rotate|left|90.5|3600",
        "label.regions|all|{}|[{\"order\":1}]", "label.dsr-mode|fast|1|text detector", "label.dsr-confidence|0.5|high enough|none"})
    void aWrongValueIsNamedWithWhatTheSettingTakes(String name, String first, String second, String third) throws Exception {
        with().check();
        for (String wrong : new String[] {first, second, third}) {
            // a host name alone is a proxy, and no scheme
            String value = wrong.equals("EMPTY") ? "" : name.equals("label.proxy") && wrong.equals("proxy") ? "pro xy" : wrong;
            String message = assertThrows(UsageException.class, () -> with(Settings.variable(name), value).check(), name + "=" + value).getMessage();
            assertTrue(message.startsWith(name + " is ") && message.contains(": it takes "), message);
            assertFalse(message.contains("user:"), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "1s,1000", "1m30s,90000", "1h,3600000", "2d,172800000", "1d2h3m4s5ms,93784005"})
    void aDurationIsWhatCamelTakesItFor(String value, long millis) throws Exception {
        with("LABEL_TIMEOUT", value).check();
        assertEquals(millis, org.apache.camel.util.TimeUtils.toMilliSeconds(value));
    }

    @Test
    void theTableHasEachSetting() throws Exception {
        java.util.Properties defaults = new java.util.Properties();
        try (var in = Files.newInputStream(Path.of("application.properties"))) {
            defaults.load(in);
        }
        assertEquals(defaults.stringPropertyNames().stream().filter(name -> name.startsWith("label.")).sorted().toList(),
                SettingRules.settings().stream().sorted().toList());
    }

    @Test
    void allThatIsWrongIsNamedTogether() throws Exception {
        Files.writeString(directory.resolve("application.properties"), "label.setle=1s\nlabel.max-in-flight=none\n");
        String message = assertThrows(UsageException.class, () -> with("LABEL_OUTBX", "x", "LABEL_OF_SOMETHING_ELSE", "x",
                "LABEL_TIMEOUT", "later").check()).getMessage();
        assertTrue(message.contains("label.setle is unknown: label.settle is meant, perhaps"), message);
        assertTrue(message.contains("label.max-in-flight is \"none\""), message);
        assertTrue(message.contains("LABEL_OUTBX is unknown: LABEL_OUTBOX is meant, perhaps"), message);
        assertTrue(message.contains("label.timeout is \"later\""), message);
        assertEquals(4, message.lines().count(), message);
    }

    @Test
    void aSecretMayStandInAFileOfItsOwn() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), " a {{secret}}\n");
        assertEquals(" a {{secret}}", with("LABEL_CLIENT_SECRET_FILE", file.toString()).get("label.client-secret"));
        assertEquals(" a {{secret}}", with("LABEL_STORE_PASSWORD_FILE", file.toString()).get("label.store-password"));
        Settings both = with("LABEL_CLIENT_SECRET_FILE", file.toString(), "LABEL_CLIENT_SECRET", "another one");
        String message = assertThrows(UsageException.class, both::check).getMessage();
        assertEquals("label.client-secret and label.client-secret-file are both set: leave one of them empty", message);
    }

    /** The path of a folder as the Explorer shows it, and a file as Notepad writes it. */
    @Test
    void pathsOfWindowsAreTakenWithSlashesOrDoubledBackslashesAndAByteOrderMarkIsPassedOver() throws Exception {
        Path file = directory.resolve("application.properties");
        for (String single : new String[]{"C:\\labels\\new", "\\\\server\\share"}) {
            Files.writeString(file, "\uFEFFlabel.outbox=" + single + "\n");
            assertRefused("label.outbox has single backslashes", () -> Settings.load(directory, null, Map.of()));
        }
        Files.writeString(file, "\uFEFFlabel.inbox=C:/labels/in\nlabel.done = C:\\\\labels\\\\done\nlabel.failed:\\\\\\\\server\\\\share\nother.regex=\\\\d+\n");
        Settings settings = Settings.load(directory, null, Map.of());
        assertEquals("C:/labels/in C:\\labels\\done \\\\server\\share",
                settings.get("label.inbox") + " " + settings.get("label.done") + " " + settings.get("label.failed"));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Files.createDirectory(directory.resolve("application.properties"));
        assertRefused("application.properties", this::with);
    }
}
