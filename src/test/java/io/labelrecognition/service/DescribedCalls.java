package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Holds calls against the description of them: whatever the service takes has to be described, and whatever it answers, too. */
final class DescribedCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    static final JsonNode DESCRIPTION = description();

    /** What was answered so far in this process: operation and status. */
    static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private DescribedCalls() {
    }

    private static JsonNode description() {
        try (InputStream in = DescribedCalls.class.getResourceAsStream("/label-recognition/local-service/openapi.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param body as it was sent; null where it is not looked at */
    static void check(String method, URI uri, String body, HttpResponse<String> reply) {
        JsonNode operation = DESCRIPTION.path("paths").path(uri.getPath()).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            assertTrue(reply.statusCode() == 404 || reply.statusCode() == 405, () -> "not described: " + method + " " + uri + " " + reply.statusCode());
            return;
        }
        String where = method + " " + uri.getPath() + " " + reply.statusCode();
        SEEN.add(operation.get("operationId").asText() + " " + reply.statusCode());
        JsonNode response = resolved(operation.path("responses").path(String.valueOf(reply.statusCode())));
        assertTrue(!response.isMissingNode(), () -> where + " is not described");
        checkReply(where, response, reply);
        if (reply.statusCode() == 200) {
            checkRequest(where, operation, uri, body);
        }
    }

    private static void checkReply(String where, JsonNode response, HttpResponse<String> reply) {
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            List<String> values = reply.headers().allValues(header.getKey());
            assertTrue(!values.isEmpty() || !header.getValue().path("required").asBoolean(), () -> where + " without " + header.getKey());
            for (String value : values) {
                boolean isText = header.getValue().at("/schema/type").asText().equals("string");
                assertValid(where + " " + header.getKey(), header.getValue().get("schema"), isText ? JSON.valueToTree(value) : parsed(value));
            }
        }
        reply.headers().map().keySet().stream().filter(name -> name.toLowerCase(Locale.ROOT).startsWith("label-"))
                .forEach(name -> assertTrue(described(response.path("headers"), name), () -> where + ": " + name + " is not described"));
        if (reply.body().isEmpty()) {
            assertTrue(response.path("content").isMissingNode(), () -> where + " has no body");
            return;
        }
        String type = reply.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode content = response.path("content").path(type);
        assertTrue(!content.isMissingNode(), () -> where + " has a body of the type " + type);
        assertValid(where, content.get("schema"), type.endsWith("json") ? parsed(reply.body()) : JSON.valueToTree(reply.body()));
    }

    private static boolean described(JsonNode headers, String name) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.fieldNames().forEachRemaining(names::add);
        return names.contains(name);
    }

    /** What is no JSON, or has a setting of another kind, is answered by a task that has failed; all else that is taken is as described. */
    private static void checkRequest(String where, JsonNode operation, URI uri, String body) {
        for (JsonNode parameter : operation.path("parameters")) {
            boolean isGiven = uri.getQuery() != null && uri.getQuery().contains(parameter.get("name").asText() + "=");
            assertTrue(isGiven || !parameter.path("required").asBoolean(), () -> where + " without " + parameter.get("name"));
        }
        JsonNode content = operation.at("/requestBody/content/application~1json/schema");
        if (body != null && !content.isMissingNode()) {
            List<ValidationMessage> wrong = violations(content, parsed(body)).stream()
                    .filter(message -> !message.getInstanceLocation().toString().startsWith("$.settings.")).toList();
            assertTrue(wrong.isEmpty(), () -> where + " was taken: " + wrong);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DESCRIPTION.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    private static void assertValid(String where, JsonNode schema, JsonNode value) {
        Set<ValidationMessage> wrong = violations(schema, value);
        assertTrue(wrong.isEmpty(), () -> where + ": " + wrong);
    }

    private static Set<ValidationMessage> violations(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", DESCRIPTION.get("components"));
        return SCHEMAS.getSchema(whole).validate(value);
    }
}
