package io.labelrecognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labelrecognition.client.KameletHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The routes and Kamelets as files: valid, documented, and of one mind with application.properties. */
class YamlTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROUTES = Path.of("routes");
    static final Path KAMELETS = ROUTES.resolve("kamelets");
    private static final JsonSchema SCHEMA = schema();
    /** The endpoint has a timeout of its own, so the Kamelet's has another name than the setting. */
    private static final Map<String, String> SETTING_OF = Map.of("resultTimeout", "timeout", "inboxFolder", "inbox",
            "outboxFolder", "outbox", "doneFolder", "done", "failedFolder", "failed");
    /** The settings that no Kamelet takes: the application's own. */
    private static final Set<String> OF_THE_APPLICATION = Set.of("label.store-url", "label.store-user", "label.store-password",
            "label.store-password-file", "label.client-secret-file", "label.fallback", "label.price-per-call", "label.store-lease", "label.local-service", "label.local-port", "label.page", "label.log-format", "label.models");
    /** What a use of a Kamelet has of its own, so that no setting gives it. */
    private static final Set<String> OF_ONE_USE = Set.of("label.recognition", "label.ledger");

    private static JsonSchema schema() {
        try (InputStream in = YamlTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's own, and those of its examples. */
    static List<Path> routes() throws IOException {
        List<Path> routes = new ArrayList<>();
        for (Path folder : List.of(ROUTES, Path.of("examples/recipes"), Path.of("examples/brokers"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().forEach(routes::add);
            }
        }
        return routes;
    }

    static List<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.walk(KAMELETS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static JsonNode yaml(Path file) throws IOException {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    static Properties defaults() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("application.properties"))) {
            defaults.load(in);
        }
        return defaults;
    }

    private static String name(Path kamelet) {
        return kamelet.getFileName().toString().replace(".kamelet.yaml", "");
    }

    /** {@code resultType} is {@code label.result-type}. */
    static String setting(String parameter) {
        return "label." + SETTING_OF.getOrDefault(parameter, parameter).replaceAll("([A-Z])", "-$1").toLowerCase();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteIsAsCamelsSchemaHasIt(Path file) throws IOException {
        assertEquals(Set.of(), Set.copyOf(SCHEMA.validate(yaml(file))));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theTemplateOfAKameletIsAsCamelsSchemaHasIt(Path file) throws IOException {
        JsonNode template = yaml(file).at("/spec/template");
        ObjectNode route = JSON.createObjectNode();
        route.set("from", template.get("from"));
        ArrayNode routes = JSON.createArrayNode();
        routes.addObject().set("route", route);
        if (template.has("beans")) {
            routes.addObject().set("beans", template.get("beans"));
        }
        assertEquals(Set.of(), Set.copyOf(SCHEMA.validate(routes)));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteHasAKebabCaseIdAndADescription(Path file) throws IOException {
        int routes = 0;
        for (JsonNode entry : yaml(file)) {
            for (String kind : List.of("route", "routeTemplate", "routeConfiguration")) {
                for (JsonNode route : entry.findValues(kind)) {
                    routes++;
                    assertTrue(route.path("id").asText().matches("[a-z][a-z0-9]*(-[a-z]+)*"), () -> file + ": id of " + kind + " " + route.path("id"));
                    assertFalse(route.path("description").asText().isBlank(), () -> file + ": " + route.path("id") + " has no description");
                }
            }
        }
        assertTrue(routes > 0);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theCredentialsOfAKameletAreMarkedAsThat(Path file) throws IOException {
        JsonNode kamelet = yaml(file);
        assertEquals(name(file), kamelet.at("/metadata/name").asText());
        assertTrue(name(file).matches("[a-z]+(-[a-z]+)*-(action|source|sink)"), file::toString);
        kamelet.at("/spec/definition/properties").fields().forEachRemaining(entry -> {
            String where = file + ": " + entry.getKey();
            boolean secret = entry.getKey().toLowerCase().contains("secret");
            if (secret) {
                assertEquals("password", entry.getValue().path("format").asText(), where);
            }
            if (secret || entry.getKey().equals("clientId")) {
                assertTrue(entry.getValue().path("x-descriptors").toString().contains("urn:camel:group:credentials"), where);
                assertFalse(entry.getValue().has("default"), where);
            }
        });
    }

    /** The Kamelet endpoint keeps an option of its own for itself, and the Kamelet never sees it. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void noParameterOfAKameletIsAnOptionOfItsEndpoint(Path file) throws IOException {
        Set<String> options = new HashSet<>(Set.of("location", "templateId", "routeId", "uuid"));
        for (Class<?> type = KameletEndpoint.class; type != Object.class; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(UriParam.class)) {
                    options.add(field.getName());
                }
            }
        }
        assertTrue(options.contains("timeout"), "the options of a Kamelet endpoint are found");
        yaml(file).at("/spec/definition/properties").fieldNames().forEachRemaining(name -> assertFalse(options.contains(name), name));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletIsLoadedFromTheClassPath(Path file, @TempDir Path directory) throws Exception {
        StringBuilder parameters = new StringBuilder();
        for (JsonNode required : yaml(file).at("/spec/definition/required")) {
            parameters.append(parameters.isEmpty() ? "?" : "&").append(required.asText()).append('=').append(switch (required.asText()) {
                case "fallback" -> "mock:fallback";
                case "serviceUrl" -> "http://127.0.0.1:1";
                case "inboxFolder", "outboxFolder", "doneFolder", "failedFolder" -> directory.resolve(required.asText()).toString();
                default -> "x";
            });
        }
        if (file.startsWith(KAMELETS.resolve("internal"))) {
            parameters.append("&location=classpath:label-recognition/kamelets");
        }
        String uri = "kamelet:" + name(file) + parameters;
        try (KameletHost host = new KameletHost(new RouteBuilder() {
            @Override
            public void configure() {
                if (name(file).endsWith("-source")) {
                    from(uri).to("direct:end");
                    from("direct:end").stop();
                } else {
                    from("direct:begin").to(uri);
                }
            }
        }, "label.client-id", "x", "label.client-secret", "x")) {
            assertTrue(host.context().getRoutes().stream().anyMatch(route -> route.getId().startsWith(name(file))));
        }
    }

    /** A setting is its line in application.properties, its parameter in a Kamelet and a field in Java, and stands nowhere else. */
    @Test
    void everySettingIsAParameterOfAKameletOrTheApplicationsOwn() throws IOException {
        Set<String> declared = new TreeSet<>();
        defaults().stringPropertyNames().stream().filter(name -> name.startsWith("label.")).forEach(declared::add);
        Set<String> taken = new TreeSet<>(OF_THE_APPLICATION);
        for (Path file : kamelets()) {
            yaml(file).at("/spec/definition/properties").fieldNames().forEachRemaining(name -> taken.add(setting(name)));
        }
        taken.removeAll(OF_ONE_USE);
        assertEquals(declared, taken);
    }

    @Test
    void everySettingIsExplained() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("application.properties"));
        String readme = Files.readString(Path.of("README.md"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("label.")) {
                String name = lines.get(i).substring(0, lines.get(i).indexOf('='));
                int above = i - 1;
                while (lines.get(above).startsWith("label.")) {
                    above--;
                }
                assertTrue(lines.get(above).startsWith("# "), name);
                assertTrue(readme.contains("`" + name + "`"), () -> name + " is not in the README");
            }
        }
    }
}
