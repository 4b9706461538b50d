package io.labelrecognition.client;

import io.labelrecognition.client.Destinations.Destination;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps of an inbox ask of its {@link Destinations}: the steps keep where the photo goes in the exchange. */
public final class Deliveries {
    /** The exchange property in which the steps keep the {@link Destination}. */
    public static final String DESTINATION = "LabelDestination";
    /** The exchange property that holds the inbox's own instance, for the steps that all inboxes share. */
    public static final String DELIVERIES = "LabelDeliveries";

    /** The exchange property with the conversations that wait for the photo to be moved; the copies of the exchange share it. */
    private static final String ENDED = "LabelEnded";

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Clock clock = Clock.systemUTC();

    // set once, before the first photo
    private Destinations destinations;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.destinations = new Destinations(folders);
    }

    /** A photo has been taken up. */
    public void begin(Exchange exchange) {
        exchange.setProperty(DELIVERIES, this);
        exchange.setProperty(ENDED, new ConcurrentLinkedQueue<Recognition>());
    }

    /**
     * A conversation is over: of an inbox it is settled when the photo has been moved. A host's route may have had others about the same
     * photo.
     *
     * @return false where there is no inbox to wait for
     */
    @SuppressWarnings("unchecked")
    static boolean waitFor(Exchange exchange, Recognition ended) {
        Collection<Recognition> waiting = exchange.getProperty(ENDED, Collection.class);
        return waiting != null && waiting.add(ended);
    }

    /** What an earlier try left behind goes. */
    private void delivered(Exchange exchange) throws IOException {
        destinations.forgetReason(photo(exchange), name(exchange));
    }

    /**
     * The text is about to be passed on: unless the exchange fails, the photo will go to the folder of those done. A route that deals with its own failure ends its caller's steps, too, so what comes afterwards is left to the completion;
     * behind a queue that comes when the last consumer has ended.
     */
    public Destination passingOn(Exchange exchange) throws IOException {
        Destination done = destinations.read(photo(exchange), name(exchange), destinations.hasOutbox() ? results(exchange) : Map.of());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                if (completed.getProperty(DESTINATION) == done) {
                    try {
                        delivered(completed);
                    } catch (IOException e) {
                        LOG.warn("The reason of an earlier failure of {} stays: {}", name(completed), e.toString());
                    }
                }
            }
        });
        return done;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, byte[]> results(Exchange exchange) {
        Map<String, byte[]> results = exchange.getMessage().getHeader(Recognitions.RESULTS, Map.class);
        return results != null ? results
                : Map.of("Text", exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether what went wrong is not the photo's fault, so that it stays in the inbox. */
    public boolean stays(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, thrown);
        return known != null ? known.isStopsTheLine()
                : destinations.hasOutbox() && ObjectHelper.getException(GenericFileOperationFailedException.class, thrown) != null;
    }

    /**
     * Leaves the photo in the inbox. That takes an exchange that failed, which the error handler of the host must not hear of: so it
     * fails when all steps have ended, just before the file consumer looks.
     */
    public void leave(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception trouble) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                completed.setException(trouble);
            }
        });
    }

    /** The photo failed: its reason goes to the folder of those failed, and it will go there too. */
    public Destination failed(Exchange exchange) throws IOException {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        end(exchange);
        return destinations.failed(photo(exchange), name(exchange), report(exchange, thrown));
    }

    private FailureReport report(Exchange exchange, Exception thrown) {
        String sha256;
        try {
            sha256 = Photo.in(photo(exchange)).sha256();
        } catch (IOException e) {
            sha256 = null;
        }
        String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        if (thrown instanceof LabelRecognitionException known) {
            return new FailureReport(known.getReason().toString(), known.getMessage(), 1, known.getTaskId(), at, sha256);
        }
        String taskId = exchange.getMessage().getHeader(Recognitions.TASK_ID, String.class);
        if (thrown instanceof GenericFileOperationFailedException || thrown instanceof IOException) {
            return new FailureReport(Reason.OUTBOX.toString(), "The photo was read, and its text could not be written: "
                    + thrown.getMessage(), 1, taskId, at, sha256);
        }
        return new FailureReport("unexpected", String.valueOf(thrown), 1, taskId, at, sha256);
    }

    /**
     * The photo has been moved to where it belongs, and so have its texts or its reason. Of one that was read and failed all the same
     * nobody has the text: the journal keeps it for when the photo is moved back.
     */
    @SuppressWarnings("unchecked")
    void settled(Exchange exchange) {
        boolean isDelivered = exchange.getProperty(DESTINATION, Destination.class).isDelivered();
        for (Recognition ended : (Collection<Recognition>) exchange.getProperty(ENDED, Collection.class)) {
            if (isDelivered || ended.getFailure() != null) {
                ended.settled();
            }
        }
    }

    /** The photo has been moved, or stays: its names are no longer spoken for. */
    void end(Exchange exchange) {
        destinations.release(exchange.getProperty(DESTINATION, Destination.class));
    }

    private static Path photo(Exchange exchange) {
        return exchange.getProperty(Exchange.FILE_EXCHANGE_FILE, GenericFile.class).getFile() instanceof File file ? file.toPath() : null;
    }

    private static String name(Exchange exchange) {
        // a host's route may have taken the headers away
        return exchange.getProperty(Exchange.FILE_EXCHANGE_FILE, GenericFile.class).getFileName();
    }
}
