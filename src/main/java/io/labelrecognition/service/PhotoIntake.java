package io.labelrecognition.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.wire.RecognitionSettings;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Takes in the photos that are sent: {@code {"image": "<Base64>", "settings": {…}}}, read from the network as it arrives.
 *
 * <p>A photo's place among those that wait is taken before the first byte of it is read, so that photos being received count as those
 * received do, and memory stays bounded however many come at once.
 */
public final class PhotoIntake {
    private static final int SETTINGS_BYTES = 64 * 1024;

    private final RecognitionTasks tasks;
    private final Callers callers;
    private final int photoBytes;
    private final long requestBytes;
    private final Duration patience;
    private final ObjectReader json;

    /**
     * @param photoBytes how large a photo may be
     * @param patience   how long it may take to arrive
     */
    PhotoIntake(RecognitionTasks tasks, int photoBytes, Duration patience, Callers callers) {
        this.callers = callers;
        this.tasks = tasks;
        this.photoBytes = photoBytes;
        this.patience = patience;
        this.requestBytes = (photoBytes + 2L) / 3 * 4 + SETTINGS_BYTES;
        // a photo is one token however long it is, so these bounds are the settings'
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxTokenCount(10_000)
                        .maxNameLength(1_000)
                        .maxStringLength(SETTINGS_BYTES)
                        .build())
                .build();
        this.json = JsonMapper.builder(factory)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                // with the first photo is early enough: it would take a start 30 ms
                .disable(DeserializationFeature.EAGER_DESERIALIZER_FETCH)
                .build()
                .readerFor(RecognitionSettings.class);
    }

    /**
     * Receives a photo and queues it.
     *
     * @return the id of its task
     * @throws RequestRefusedException if the request is too large, too slow or not what it has to be, or no place is free
     */
    public String receive(HttpServerRequest request) {
        InputStream body = new RequestBody(request, requestBytes, patience);
        long length = RequestBody.declaredLength(request);
        try (Callers.Place ignored = callers.photo(request);
             RecognitionTasks.Place place = tasks.place(length < 0 ? photoBytes : Math.min(photoBytes, length / 4 * 3))) {
            return place.send(read(body));
        }
    }

    private PhotoRequest read(InputStream body) {
        byte[] image = null;
        RecognitionSettings settings = null;
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw RequestRefusedException.malformed("The body is not a JSON object.");
            }
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                if (name.equals("image")) {
                    unique(name, image);
                    image = image(parser, value);
                } else if (name.equals("settings")) {
                    unique(name, settings);
                    settings = settings(parser, value);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw RequestRefusedException.malformed("Something follows the JSON object.");
            }
        } catch (JacksonException e) {
            throw RequestRefusedException.malformed("The body is not well-formed JSON.");
        } catch (IOException e) {
            throw RequestRefusedException.malformed("The body ended early.");
        }
        if (image == null) {
            throw RequestRefusedException.malformed("image is missing.");
        }
        if (settings == null) {
            throw RequestRefusedException.malformed("settings is missing.");
        }
        return new PhotoRequest(image, settings);
    }

    private static void unique(String name, Object before) {
        if (before != null) {
            throw RequestRefusedException.malformed(name + " is there twice.");
        }
    }

    private byte[] image(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_STRING) {
            throw RequestRefusedException.malformed("image is not a string.");
        }
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try {
            parser.readBinaryValue(limited(image));
        } catch (JacksonException | IllegalArgumentException e) {
            throw RequestRefusedException.malformed("image is not Base64 (plain, without a data: prefix).");
        }
        if (image.size() == 0) {
            throw RequestRefusedException.malformed("image is empty.");
        }
        return image.toByteArray();
    }

    private OutputStream limited(ByteArrayOutputStream image) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (image.size() + length > photoBytes) {
                    throw RequestRefusedException.tooLarge("The photo", photoBytes);
                }
                image.write(bytes, offset, length);
            }
        };
    }

    private RecognitionSettings settings(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.START_OBJECT) {
            throw RequestRefusedException.malformed("settings is not an object.");
        }
        try {
            return json.readValue(parser);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof RequestRefusedException refusal) {
                throw refusal; // by the stream, in the middle of a value
            }
            throw RequestRefusedException.malformed(path(e) + " is not of the type that it has to be.");
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("settings");
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.toString();
    }
}
