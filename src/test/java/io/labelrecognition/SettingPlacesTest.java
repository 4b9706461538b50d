package io.labelrecognition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A new setting is written in few places: nothing hands it on. */
class SettingPlacesTest {
    /** Of the application and its service too, of an instance of the inbox, or of both calls that are made. */
    private static final Set<String> OF_MORE_THAN_ONE = Set.of("inbox", "outbox", "done", "failed", "journal", "calls-per-month", "include", "settle",
            "max-photo-bytes", "max-in-flight", "timeout", "answer-timeout", "service-url", "client-id", "client-secret", "client-secret-file", "fallback", "price-per-call", "reuse-results", "local-service",
            "local-port", "store", "store-url", "store-user", "store-password", "store-password-file", "store-lease", "page", "log-format", "proxy", "trust-store", "review-below", "result-type", "preview");

    static List<String> settings() throws IOException {
        return YamlTest.defaults().stringPropertyNames().stream().filter(name -> name.startsWith("label."))
                .map(name -> name.substring("label.".length())).filter(name -> !OF_MORE_THAN_ONE.contains(name)).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSettingIsItsLineItsParameterItsRuleAndItsField(String setting) throws IOException {
        String parameter = StringHelper.dashToCamelCase(setting);
        Pattern place = Pattern.compile("label\\." + setting + "\\b(?!-)|\\{\\{\\??" + parameter + "\\b|^ +" + parameter + ":$|\\bset"
                + StringHelper.capitalize(parameter) + "\\(");
        List<String> places = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                if (!line.matches("\\s*(\\*|//|/\\*).*") && place.matcher(line).find()) {
                    places.add(file.getFileName().toString());
                }
            }
        }
        places.sort(String.CASE_INSENSITIVE_ORDER);
        assertEquals(5, places.size(), places::toString);
        assertEquals(4, places.stream().distinct().count(), places::toString);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("application.properties")));
        for (String root : List.of("routes", "src/main", "quarkus/src/main", "examples/spring-boot/src/main", "examples/recipes")) {
            try (Stream<Path> found = Files.walk(Path.of(root))) {
                found.filter(file -> file.toString().matches(".*\\.(java|yaml|properties)") && !file.toString().matches(".*(target|src/test).*")).forEach(files::add);
            }
        }
        return files;
    }
}
