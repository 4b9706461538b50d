package io.labelrecognition.metadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.labelrecognition.client.settings.SettingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes what editors complete {@code label.…} by, in the form that Spring Boot's tools have for it, from {@code application.properties} and
 * what each setting takes. Part of the build.
 */
public final class SettingsMetadata {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Pattern VALUES = Pattern.compile("([A-Za-z]+(?:, [A-Za-z]+)*) or ([A-Za-z]+)(?:, or nothing)?");

    private SettingsMetadata() {
    }

    /** @param arguments application.properties, and the file to write */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), of(Files.readAllLines(Path.of(arguments[0]))));
    }

    static Map<String, Object> of(List<String> lines) {
        List<Map<String, Object>> properties = new ArrayList<>();
        List<Map<String, Object>> hints = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        boolean isComment = false;
        for (String line : lines) {
            if (line.startsWith("# ")) {
                if (!isComment) {
                    comment.setLength(0);
                }
                comment.append(comment.isEmpty() ? "" : " ").append(line.substring(2));
            } else if (line.startsWith("label.")) {
                String name = line.substring(0, line.indexOf('='));
                properties.add(property(name, line.substring(line.indexOf('=') + 1), comment.toString()));
                List<String> values = values(name);
                if (!values.isEmpty()) {
                    hints.add(Map.of("name", name, "values", values.stream().map(value -> Map.of("value", value)).toList()));
                }
            }
            isComment = line.startsWith("# ");
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("groups", List.of(Map.of("name", "label", "description", "Label recognition")));
        metadata.put("properties", properties);
        metadata.put("hints", hints);
        return metadata;
    }

    private static Map<String, Object> property(String name, String byDefault, String comment) {
        String takes = SettingRules.takes(name);
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("name", name);
        property.put("type", takes.startsWith("true or false") ? "java.lang.Boolean" : takes.startsWith("a duration") ? "java.time.Duration"
                : takes.startsWith("a number") || takes.startsWith("degrees") || takes.startsWith("a port") ? "java.lang.Integer" : "java.lang.String");
        property.put("description", comment + ". Takes " + takes + ".");
        if (!byDefault.isEmpty()) {
            property.put("defaultValue", byDefault);
        }
        return property;
    }

    /** The values of a setting that takes one of a few; empty for others. */
    static List<String> values(String name) {
        Matcher values = VALUES.matcher(SettingRules.takes(name));
        return values.matches() ? Stream.concat(Stream.of(values.group(1).split(", ")), Stream.of(values.group(2))).toList() : List.of();
    }
}
