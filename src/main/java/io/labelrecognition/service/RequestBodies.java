package io.labelrecognition.service;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The bodies of requests but for photos: forms, and those that nobody wants. */
public final class RequestBodies {
    private static final int FORM_BYTES = 16 * 1024;

    /** A form is a few lines. */
    private static final Duration FORM_PATIENCE = Duration.ofSeconds(5);
    /** Bytes of a refused body that are let pass, so that a client which sends first and reads then gets to read. */
    private static final long DISCARDED = 64L << 20;

    private final Duration patience;
    private final Callers callers;

    /** @param patience how long a body may take to arrive */
    RequestBodies(Duration patience, Callers callers) {
        this.patience = patience;
        this.callers = callers;
    }

    /**
     * Reads a form ({@code application/x-www-form-urlencoded}, UTF-8).
     *
     * @throws RequestRefusedException if it is no form, has a field twice, or is larger than 16 KiB
     */
    public Map<String, String> form(HttpServerRequest request) {
        Map<String, String> form = new HashMap<>();
        for (String field : text(request).split("&")) {
            String[] pair = field.split("=", 2);
            if (pair.length == 2 && form.put(decode(pair[0]), decode(pair[1])) != null) {
                throw RequestRefusedException.oauth("invalid_request");
            }
        }
        return form;
    }

    /** Passes over the body of a request that is served without it. */
    public void skip(HttpServerRequest request) {
        RequestBody.askFor(request);
        discard(request);
    }

    /**
     * Lets what is left of a refused request arrive and forgets it. Without that a client that is still sending would find the connection
     * reset, and never read the reply.
     *
     * @param body a request that nobody has read to its end, or anything else
     */
    public void discard(Object body) {
        if (body instanceof HttpServerRequest request) {
            AtomicLong left = new AtomicLong(DISCARDED);
            long deadline = System.nanoTime() + patience.toNanos();
            try {
                request.handler(bytes -> {
                    if (left.addAndGet(-bytes.length()) < 0 || System.nanoTime() - deadline > 0) {
                        request.connection().close();
                    }
                });
                request.resume();
            } catch (IllegalStateException e) {
                // it has ended: nothing is left of it
            }
        }
    }

    private String text(HttpServerRequest request) {
        Duration wait = patience.compareTo(FORM_PATIENCE) < 0 ? patience : FORM_PATIENCE;
        try (Callers.Place place = callers.form(request)) {
            return new String(new RequestBody(request, FORM_BYTES, wait).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw RequestRefusedException.oauth("invalid_request");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.oauth("invalid_request");
        }
    }
}
