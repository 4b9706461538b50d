package io.labelrecognition.client.recognition;

import io.labelrecognition.client.Circuit;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
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

    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");

    private final Clock clock = new MonotonicClock();

    // set once, before the first photo
    private Duration fallbackAfter;

    // guarded by this
    /** Why the service reads nothing now; null while it does. */
    private Reason why;
    private Instant since;
    private boolean isSaid;

    /** How long the service may be out of reach before others read what it would. */
    public void setFallbackAfter(Duration fallbackAfter) {
        this.fallbackAfter = fallbackAfter;
    }

    /** The service has read a photo. */
    public synchronized void succeeded() {
        if (isSaid) {
            LOG.info("The service reads photos again");
        }
        why = null;
        isSaid = false;
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
