package io.labelrecognition;

import static io.labelrecognition.YamlTest.KAMELETS;
import static io.labelrecognition.YamlTest.defaults;
import static io.labelrecognition.YamlTest.setting;
import static io.labelrecognition.YamlTest.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelrecognition.client.recognition.Conversations;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Kamelet says of itself has to be true, and enough. */
class KameletTextsTest {
    @ParameterizedTest
    @MethodSource("io.labelrecognition.YamlTest#kamelets")
    void everyParameterIsExplainedAndUsed(Path file) throws Exception {
        JsonNode kamelet = yaml(file);
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
            assertTrue(template.contains("{{" + name + "}}") || template.contains(":" + name + "}}") || template.contains("{{" + name + ":?nested=false}}") || template.contains("{{?" + name + "}}"), name + " is not used");
            assertEquals(!required.contains(name) && !parameter.has("default"),
                    template.contains("{{?" + name + "}}") || template.contains("{{" + name + ":?nested=false}}"),
                    name + " is optional, or is not, where it is used");
        });
        required.forEach(name -> assertTrue(parameters.has(name), name + " is required and not there"));
    }

    @ParameterizedTest
    @MethodSource("io.labelrecognition.YamlTest#kamelets")
    void theDependenciesAreThoseOfTheStepsAndTheJarOfThisVersion(Path file) throws Exception {
        JsonNode kamelet = yaml(file);
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
    @MethodSource("io.labelrecognition.YamlTest#kamelets")
    void theDefaultsAreThoseOfTheApplicationProperties(Path file) throws Exception {
        Properties settings = defaults();
        yaml(file).at("/spec/definition/properties").fields().forEachRemaining(parameter -> {
            String setting = setting(parameter.getKey());
            if (parameter.getValue().has("default") && settings.containsKey(setting) && !parameter.getKey().equals("serviceUrl")) {
                assertEquals(settings.getProperty(setting), parameter.getValue().get("default").asText(), setting);
            }
        });
    }

    @Test
    void everyHeaderIsDeclared() throws Exception {
        Set<String> set = new TreeSet<>();
        for (Field name : Conversations.class.getFields()) {
            if (name.getType() == String.class && !Set.of("RECOGNITION", "SETTLEMENT").contains(name.getName())) {
                set.add((String) name.get(null));
            }
        }
        Set<String> declared = new TreeSet<>();
        for (String side : List.of("in", "out")) {
            yaml(KAMELETS.resolve("label-recognition-action.kamelet.yaml")).at("/spec/dataTypes/" + side + "/headers").fieldNames()
                    .forEachRemaining(declared::add);
        }
        assertEquals(set, declared);
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet());
    }
}
