package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of the calls with {@code record}; that WireMock serves it so is tried by the recipes. */
class RecorderTest {
    private static final byte[] PHOTO = "a photo that nobody is to find in a recording".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;
    private final ScriptedService service;

    RecorderTest() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private List<Path> mappings() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("mappings"))) {
            return files.sorted().toList();
        }
    }

    private JsonNode mapping(String name) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("mappings").resolve(name).toFile());
    }

    @Test
    void eachAnswerIsWrittenInItsOrderAndNoSecretAndNoPhoto() throws Exception {
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PHOTO));
        String scenario = "photo-" + sha256.substring(0, 16);
        service.onPost.add(reply(401, "text/plain", ""));
        try (KameletHost host = KameletHost.of(service, "&record=" + directory)) {
            assertNull(host.send(PHOTO).getException());
            assertNull(host.send(PHOTO).getException());
        }
        JsonNode first = mapping(scenario + "-1.json");
        assertEquals(401, first.at("/response/status").asInt());
        assertEquals("Started 2", first.get("requiredScenarioState").asText() + " " + first.get("newScenarioState").asText());
        assertEquals(sha256, first.at("/request/customMatcher/parameters/sha256").asText());
        JsonNode last = mapping(scenario + "-3.json");
        assertEquals("3", last.get("requiredScenarioState").asText());
        assertFalse(last.has("newScenarioState"), "the last answer stays");
        String id = new String(Base64.getDecoder().decode(last.at("/response/base64Body").asText()), StandardCharsets.UTF_8);
        assertEquals(id, mapping("get-" + id + "-1.json").at("/request/queryParameters/id/equalTo").asText());
        assertEquals(6, mappings().size(), () -> "three sendings, two results, a token: " + service.posts.size() + service.gets.size());

        for (Path file : mappings()) {
            String written = Files.readString(file);
            assertFalse(written.contains(ScriptedService.CLIENT_SECRET) || written.contains(ScriptedService.CLIENT_ID) || written.contains("Authorization"), written);
            assertFalse(service.tokens.stream().anyMatch(written::contains), written);
            assertFalse(written.contains(Base64.getEncoder().encodeToString(PHOTO).substring(0, 20)), written);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void whereItCannotBeWrittenThePhotoIsReadAllTheSame() throws Exception {
        Files.writeString(directory.resolve("mappings"), "no folder");
        try (CapturedOutput output = new CapturedOutput(); KameletHost host = KameletHost.of(service, "&record=" + directory)) {
            assertNull(host.send(PHOTO).getException());
            assertTrue(output.toString().contains("could not be recorded"), output::toString);
        }
    }
}
