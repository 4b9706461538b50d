package io.labelrecognition.client.recognition;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labelrecognition.client.Circuit;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.MonotonicClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When photos are read elsewhere instead of waiting for their service: while its plan is exhausted or the calls of the month are spent, and when it
 * has been out of reach for a while. What was sent, or may have been, waits for the service that has it. The properties are the Kamelet's
 * parameters under their own names; threads share it.
 */
public final class Fallback {
    /** The header that says who has read a photo: {@code service}, or {@link #FALLBACK}. */
    public static final String READ_BY = "LabelReadBy";
    public static final String FALLBACK = "fallback";
    private static final String SERVICE = "service";

    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");
    /** Numbers stay as they are written. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Clock clock = new MonotonicClock();

    // set once, before the first photo
    private boolean remembers;
    private Duration fallbackAfter;

    // guarded by this
    /** Why the service reads nothing now; null while it does. */
    private Reason why;
    private Instant since;
    private boolean isSaid;

    /** The endpoint. */
    public void setFallback(String fallback) {
        this.remembers = fallback.matches("kamelet:(//)?label-recognition-action([/?].*)?");
    }

    /** Whether the fallback knows what it has begun, before a kill or while its texts could not be written: that is its to end. */
    public boolean remembers() {
        return remembers;
    }

    /** Whether a recognition that was asked to go on had nothing to go on with. */
    public boolean isNotBegun(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) LabelRecognitionException trouble) {
        return trouble.getReason() == Reason.NOT_BEGUN;
    }

    /** How long the service may be out of reach before others read what it would. */
    public void setFallbackAfter(Duration fallbackAfter) {
        this.fallbackAfter = fallbackAfter;
    }

    /** The service has read the photo in the message. */
    public void readByService(Message message) {
        synchronized (this) {
            if (isSaid) {
                LOG.info("The service reads photos again");
            }
            why = null;
            isSaid = false;
        }
        readBy(SERVICE, message);
    }

    /** The fallback has read it. */
    public void readByFallback(Message message) {
        readBy(FALLBACK, message);
    }

    /** Says so in the header, and in the result in JSON, where that is an object. */
    private static void readBy(String who, Message message) {
        message.setHeader(READ_BY, who);
        Map<?, ?> results = message.getHeader(Conversations.RESULTS, Map.of(), Map.class);
        Map<Object, Object> all = new LinkedHashMap<>(results);
        for (Map.Entry<?, ?> result : results.entrySet()) {
            if (result.getKey().toString().equalsIgnoreCase("JSON") && result.getValue() instanceof byte[] json) {
                byte[] marked = marked(json, who);
                all.put(result.getKey(), marked);
                message.setHeader(Conversations.RESULTS, all);
                if (message.getBody() == json) {
                    message.setBody(marked);
                }
            }
        }
    }

    private static byte[] marked(byte[] json, String who) {
        try {
            return JSON.readTree(json) instanceof ObjectNode object ? JSON.writeValueAsBytes(object.put("readBy", who)) : json;
        } catch (IOException e) {
            LOG.debug("A result in JSON is none: {}", e.toString());
            return json;
        }
    }

    /**
     * A photo could not be read by its service.
     *
     * @return whether it is to be read elsewhere
     */
    public boolean applies(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) LabelRecognitionException trouble,
                           @ExchangeProperty(Conversations.RECOGNITION) Conversation recognition) {
        if (trouble.getReason() != Reason.PLAN && trouble.getReason() != Reason.BUDGET && trouble.getReason() != Reason.UNAVAILABLE) {
            return false;
        }
        synchronized (this) {
            if (why != trouble.getReason()) {
                // an outage that goes on under another name is the same one
                since = why == null ? clock.instant() : since;
                why = trouble.getReason();
                isSaid = false;
            }
            if (isActive() && !isSaid) {
                LOG.warn("{} Photos are read by the fallback meanwhile.", trouble.getMessage());
                isSaid = true;
            }
            return isActive() && !(recognition != null && recognition.mayHaveBeenSent());
        }
    }

    /** Whether photos are read elsewhere now. */
    private synchronized boolean isActive() {
        return why == Reason.PLAN || why == Reason.BUDGET || why == Reason.UNAVAILABLE && !clock.instant().isBefore(since.plus(fallbackAfter));
    }

    /**
     * Passes a failure on. Whoever waits for the service waits for the fallback to begin as well.
     *
     * @throws LabelRecognitionException always
     */
    public void pass(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) LabelRecognitionException trouble) throws LabelRecognitionException {
        throw trouble.getCircuit() == null ? trouble : trouble.opening(new UntilFallback(trouble.getCircuit(), this));
    }

    /** Open for as long as neither the service nor the fallback reads photos. */
    private record UntilFallback(Circuit circuit, Fallback fallback) implements Circuit {
        @Override
        public boolean isOpen() {
            return circuit.isOpen() && !fallback.isActive();
        }

        @Override
        public boolean isBypassed() {
            return fallback.isActive();
        }
    }
}
