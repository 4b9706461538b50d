package io.labelrecognition.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a Kamelet says of itself has to be true, and enough. */
class KameletTextsTest {
    private static final Path KAMELETS = Path.of("routes/kamelets");

    static List<Path> kamelets() throws Exception {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyParameterIsExplainedAndUsed(Path file) throws Exception {
        JsonNode kamelet = read(file);
        JsonNode parameters = kamelet.at("/spec/definition/properties");
        Set<String> required = texts(kamelet.at("/spec/definition/required"));
        String template = kamelet.at("/spec/template").toString();

        parameters.fields().forEachRemaining(entry -> {
            String name = entry.getKey();
            JsonNode parameter = entry.getValue();
            for (String field : List.of("title", "description", "type")) {
                assertTrue(parameter.path(field).asText().length() > 2, name + " has no " + field);
            }
            assertTrue(required.contains(name) != parameter.has("default") || !required.contains(name), name + " is required and has a default");
            assertTrue(template.contains("{{" + name + "}}") || template.contains("{{?" + name + "}}"), name + " is not used");
            assertEquals(!required.contains(name) && !parameter.has("default"), template.contains("{{?" + name + "}}"),
                    name + " is optional, or is not, where it is used");
            if (name.toLowerCase().contains("secret")) {
                assertEquals("password", parameter.path("format").asText());
                assertTrue(texts(parameter.path("x-descriptors")).contains("urn:camel:group:credentials"), name);
            }
        });
        required.forEach(name -> assertTrue(parameters.has(name), name + " is required and not there"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theDependenciesAreThoseOfTheStepsAndTheJarOfThisVersion(Path file) throws Exception {
        JsonNode kamelet = read(file);
        Set<String> dependencies = texts(kamelet.at("/spec/dependencies"));
        String template = kamelet.at("/spec/template").toString();

        String version = Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertTrue(dependencies.contains("mvn:io.labelrecognition:label-recognition:" + version), dependencies.toString());
        Map.of("\"bean\":", "camel:bean", "Jackson", "camel:jackson", "\"file\"", "camel:file", "httpClientConfigurer", "camel:http")
                .forEach((used, dependency) -> {
                    if (template.contains(used)) {
                        assertTrue(dependencies.contains(dependency), dependency);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theDefaultsAreThoseOfTheApplicationProperties(Path file) throws Exception {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("application.properties"))) {
            settings.load(reader);
        }
        read(file).at("/spec/definition/properties").fields().forEachRemaining(parameter -> {
            // the endpoint has a timeout of its own, so the Kamelet's has another name
            String setting = "label." + parameter.getKey().replace("resultTimeout", "timeout").replaceAll("([A-Z])", "-$1").toLowerCase();
            if (parameter.getValue().has("default") && !parameter.getKey().equals("serviceUrl")) {
                assertEquals(settings.getProperty(setting), parameter.getValue().get("default").asText(), setting);
            }
        });
    }

    @Test
    void theSourceTakesAndHandsOnEveryParameterOfTheAction() throws Exception {
        JsonNode action = read(KAMELETS.resolve("label-recognition-action.kamelet.yaml")).at("/spec/definition/properties");
        JsonNode source = read(KAMELETS.resolve("label-inbox-source.kamelet.yaml"));
        JsonNode handedOn = source.findValues("to").stream().filter(to -> to.path("uri").asText().equals("kamelet:label-recognition-action"))
                .findFirst().orElseGet(() -> fail("no call of the action")).path("parameters");

        action.fieldNames().forEachRemaining(name -> {
            assertEquals(action.get(name), source.at("/spec/definition/properties/" + name), name);
            assertTrue(handedOn.path(name).asText().contains(name), name);
        });
    }

    @Test
    void theRouteTemplateAndTheDefaultInboxTakeEveryParameterOfTheAction() throws Exception {
        JsonNode action = read(KAMELETS.resolve("label-recognition-action.kamelet.yaml")).at("/spec/definition/properties");
        String template = Files.readString(Path.of("routes/inbox.camel.yaml"));
        String defaults = Files.readString(Path.of("application.properties"));
        String route = Files.readString(Path.of("routes/recognize-label.camel.yaml"));

        Set<String> names = new TreeSet<>();
        action.fieldNames().forEachRemaining(names::add);
        // direct:recognize-label is a step of a host's own flow, whose restarts are its own to survive; an inbox keeps its ledger with its journal
        names.removeAll(Set.of("journal", "reuseResults", "ledger"));
        for (String name : names) {
            String there = name.replace("resultTimeout", "timeout");
            assertTrue(template.contains("- name: " + there + "\n"), name);
            assertTrue(defaults.contains("camel.route-template[inbox]." + there + "="), name);
            assertTrue(route.contains("              " + name + ": "), name);
        }
    }

    @Test
    void everyHeaderThatComesOutIsDeclared() throws Exception {
        Set<String> set = new TreeSet<>();
        Matcher names = Pattern.compile("\"(Label[A-Z]\\w+)\"").matcher(
                Files.readString(Path.of("src/main/java/io/labelrecognition/client/Recognitions.java")).lines()
                        .filter(line -> line.contains("public static final String") && !line.contains("RECOGNITION"))
                        .reduce("", String::concat));
        while (names.find()) {
            set.add(names.group(1));
        }
        Set<String> declared = new TreeSet<>();
        read(KAMELETS.resolve("label-recognition-action.kamelet.yaml")).at("/spec/dataTypes/out/headers").fieldNames()
                .forEachRemaining(declared::add);
        assertEquals(set, declared);
    }

    private static JsonNode read(Path file) throws Exception {
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(java.util.stream.Collectors.toSet());
    }
}
