package io.labelrecognition.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.settings.SettingRules;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsMetadataTest {
    /** As it lies in the jar. */
    @Test
    void everySettingIsThereWithItsDescriptionTypeAndValues() throws Exception {
        JsonNode metadata;
        try (InputStream in = SettingRules.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new ObjectMapper().readTree(in);
        }
        Set<String> names = new TreeSet<>();
        for (JsonNode property : metadata.get("properties")) {
            names.add(property.get("name").asText());
            assertTrue(property.get("description").asText().length() > 20, property::toString);
            Class.forName(property.get("type").asText());
            String byDefault = property.path("defaultValue").asText();
            assertTrue(SettingRules.problem(property.get("name").asText(), byDefault).isEmpty(), property::toString);
        }
        assertEquals(new TreeSet<>(SettingRules.settings()), names);
        for (JsonNode hint : metadata.get("hints")) {
            for (JsonNode value : hint.get("values")) {
                assertTrue(SettingRules.problem(hint.get("name").asText(), value.get("value").asText()).isEmpty(), hint::toString);
            }
        }
    }

    @Test
    void valuesAreThoseThatTheRuleHas() {
        assertEquals(List.of("frugal", "balanced", "prompt"), SettingsMetadata.values("label.poll"));
        assertEquals(List.of("true", "false"), SettingsMetadata.values("label.page"));
        assertEquals(List.of(), SettingsMetadata.values("label.settle"));
    }
}
