package io.labelrecognition.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labelrecognition.client.files.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each answer of the service about a photo, as a mapping of WireMock's: a test that serves the folder gets the same answers to the
 * same photos, in the same order. Of a photo its SHA-256 is kept, of credentials and tokens nothing; any credentials get a token. A request and its
 * answer are held in memory meanwhile. Threads may share it, and processes a folder.
 *
 * @see <a href="https://wiremock.org/docs/stateful-behaviour/">WireMock: stateful behaviour</a>
 */
final class Recorder implements ExecChainHandler {
    /** The matcher that a replaying WireMock is given: it compares the SHA-256 of the photo in a request with its parameter {@code sha256}. */
    static final String PHOTO_MATCHER = "label-photo";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");
    private static final int MOST_ANSWERS = 100_000;
    /** Guards the files of a scenario: of several uses of the Kamelet, one writes at a time. */
    private static final Object ORDER = new Object();

    private final Path mappings;

    /** @param folder as WireMock has it: the mappings are in its {@code mappings} */
    Recorder(Path folder) {
        this.mappings = folder.toAbsolutePath().resolve("mappings");
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        Copied sent = request.getEntity() == null ? null : new Copied(request.getEntity());
        if (sent != null) {
            request.setEntity(sent);
        }
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
        if (entity != null) {
            response.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
        }
        try {
            record(request, sent == null ? new byte[0] : sent.copy.toByteArray(), response, body);
        } catch (IOException | URISyntaxException | RuntimeException e) {
            // the photo is what counts
            LOG.warn("An answer of the service could not be recorded in {}: {}", mappings, e.toString());
        }
        return response;
    }

    /** What is written is kept as well. */
    private static final class Copied extends HttpEntityWrapper {
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

        private Copied(HttpEntity entity) {
            super(entity);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            copy.reset();
            super.writeTo(new FilterOutputStream(out) {
                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    copy.write(b);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    copy.write(bytes, from, length);
                }
            });
        }
    }

    private void record(ClassicHttpRequest request, byte[] sent, ClassicHttpResponse response, byte[] body) throws IOException, URISyntaxException {
        URI uri = request.getUri();
        ObjectNode asked = JSON.createObjectNode().put("method", request.getMethod()).put("urlPath", uri.getPath());
        String scenario;
        if (sent.length > 0) {
            JsonNode photo = JSON.readTree(sent);
            String sha256 = sha256(photo);
            asked.putArray("bodyPatterns").addObject().putObject("matchesJsonPath").put("expression", "$.settings").put("equalToJson", photo.path("settings").toString());
            asked.putObject("customMatcher").put("name", PHOTO_MATCHER).putObject("parameters").put("sha256", sha256);
            scenario = "photo-" + sha256.substring(0, 16);
        } else {
            String id = uri.getRawQuery() == null ? "" : URLDecoder.decode(uri.getRawQuery().replaceFirst("^id=", ""), StandardCharsets.UTF_8);
            asked.putObject("queryParameters").putObject("id").put("equalTo", id);
            scenario = request.getMethod().toLowerCase(Locale.ROOT) + "-" + id.replaceAll("[^A-Za-z0-9-]", "_");
        }
        write(scenario, asked, answered(response, body));
    }

    private static String sha256(JsonNode photo) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(photo.path("image").asText())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode answered(ClassicHttpResponse response, byte[] body) {
        ObjectNode answer = JSON.createObjectNode().put("status", response.getCode());
        ObjectNode headers = answer.putObject("headers");
        for (Header header : response.getHeaders()) {
            if (header.getName().matches("(?i)Content-Type|Retry-After|WWW-Authenticate|Label-.*")) {
                headers.put(header.getName(), header.getValue());
            }
        }
        return answer.put("base64Body", Base64.getEncoder().encodeToString(body));
    }

    /** The next answer to the same question: the one before leads on to it. */
    private void write(String scenario, ObjectNode asked, ObjectNode answered) throws IOException {
        synchronized (ORDER) {
            OwnerOnly.createFolders(mappings);
            writeToken();
            for (int i = 1; i <= MOST_ANSWERS; i++) {
                Path file = mappings.resolve(scenario + "-" + i + ".json");
                if (!Files.exists(file)) {
                    ObjectNode mapping = mapping(asked, answered).put("scenarioName", scenario).put("requiredScenarioState", i == 1 ? "Started" : String.valueOf(i));
                    if (i > 1) {
                        Path before = mappings.resolve(scenario + "-" + (i - 1) + ".json");
                        put(before, ((ObjectNode) JSON.readTree(before.toFile())).put("newScenarioState", String.valueOf(i)));
                    }
                    put(file, mapping);
                    return;
                }
            }
        }
    }

    /** Whatever the credentials were. */
    private void writeToken() throws IOException {
        Path file = mappings.resolve("token.json");
        if (!Files.exists(file)) {
            ObjectNode answer = JSON.createObjectNode().put("status", 200);
            answer.putObject("headers").put("Content-Type", "application/json");
            answer.put("body", "{\"access_token\":\"replayed\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
            put(file, mapping(JSON.createObjectNode().put("method", "POST").put("urlPathPattern", ".*/connect/token"), answer));
        }
    }

    private static ObjectNode mapping(ObjectNode asked, ObjectNode answered) {
        ObjectNode mapping = JSON.createObjectNode().put("id", UUID.randomUUID().toString());
        mapping.set("request", asked);
        mapping.set("response", answered);
        return mapping;
    }

    private static void put(Path file, ObjectNode mapping) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, OwnerOnly.file());
        }
        Files.write(file, JSON.writeValueAsBytes(mapping));
    }
}
