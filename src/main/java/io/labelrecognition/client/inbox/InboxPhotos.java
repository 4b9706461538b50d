package io.labelrecognition.client.inbox;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.Printable;
import io.labelrecognition.client.inbox.FilingPlan.Destination;
import io.labelrecognition.client.recognition.Conversation;
import io.labelrecognition.client.recognition.Conversations;
import io.labelrecognition.client.recognition.Fallback;
import io.labelrecognition.client.recognition.Photo;
import io.labelrecognition.client.wire.Confidence;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What becomes of the photos of an inbox: the steps of its route ask it where each goes. What is known of a photo is found by its file, so
 * a route of a host may do with exchange and message what it likes.
 */
public final class InboxPhotos {
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");

    /** The exchange property, and what the log has in its MDC, with the name of a photo below its inbox. */
    public static final String PHOTO = "LabelPhoto";
    /** The same with the folder of the inbox. */
    public static final String INBOX = "LabelInbox";
    private static final String ROUTE = "camel.routeId";

    private final Clock clock = Clock.systemUTC();
    private final Map<Path, TakenPhoto> taken = new ConcurrentHashMap<>();
    /** The same by the id of their exchange, whose properties are the host's to remove. */
    private final Map<String, TakenPhoto> onTheirWay = new ConcurrentHashMap<>();

    // set once, before the first photo
    private InboxFolders folders;
    private FilingPlan filingPlan;
    private double reviewBelow;
    private InboxProgress progress;
    private Inboxes inboxes;
    private InboxClaims claims;
    private String include;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
    }

    /** Whose the photos are. */
    public void setClaims(InboxClaims claims) {
        this.claims = claims;
    }

    /** A photo with a line less sure than this is one to be reviewed; empty for none. */
    public void setReviewBelow(String confidence) {
        this.reviewBelow = StringHelper.trimToNull(confidence) == null ? 0 : Double.parseDouble(confidence.trim());
    }

    /** Who counts them. */
    public void setProgress(InboxProgress progress) {
        this.progress = progress;
        progress.begin(this::inFlight);
    }

    /** The endings of photos, with commas between. */
    public void setInclude(String include) {
        this.include = include;
    }

    /** All inboxes of the Camel context. */
    public void setInboxes(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    /** The inbox is set up. Called by Camel, as the bean's init method. */
    public void begin() {
        filingPlan = new FilingPlan(folders, claims);
        inboxes.add(this);
    }

    /** The route has gone. Called by Camel, as the bean's destroy method. */
    public void end() {
        inboxes.remove(this);
    }

    public InboxFolders folders() {
        return folders;
    }

    /** The endings of photos, with commas between. */
    public String include() {
        return include;
    }

    /** The names of some that are taken up. */
    public List<String> namesInFlight(int most) {
        return taken.values().stream().limit(most).map(TakenPhoto::name).toList();
    }

    public InboxProgress progress() {
        return progress;
    }

    /** One that was taken up stays where it is. */
    void stayed() {
        progress.stayed();
    }

    /** How many are taken up. */
    public int inFlight() {
        return taken.size();
    }

    /** A photo is taken up. */
    void take(TakenPhoto photo) {
        taken.put(photo.file(), photo);
    }

    boolean isTaken(Path file) {
        return taken.containsKey(file);
    }

    /**
     * A photo has been moved, or stays: its names are no longer spoken for.
     *
     * @return null where it was not taken up
     */
    TakenPhoto leave(Path file) {
        TakenPhoto photo = taken.remove(file);
        if (photo != null) {
            if (photo.exchangeId() != null) {
                onTheirWay.remove(photo.exchangeId());
            }
            filingPlan.release(photo.destination());
            inboxes.made(photo.calls());
        }
        return photo;
    }

    /** Its route begins. What is said of a conversation about it, by whichever step, comes here. */
    public void begin(Exchange exchange) {
        TakenPhoto photo = photo(exchange);
        photo.isOnItsWayIn(exchange.getExchangeId());
        onTheirWay.put(exchange.getExchangeId(), photo);
        exchange.setProperty(PHOTO, photo.name());
        exchange.setProperty(INBOX, folders.inbox().toString());
        exchange.setProperty(Conversations.SETTLEMENT, (Consumer<Conversation>) photo::ended);
    }

    /**
     * The text is about to be passed on: unless the exchange fails, the photo will go to the folder of those done. A route that deals with
     * its own failure ends its caller's steps, too, so what comes afterwards is left to the completion; behind a queue that comes when the
     * last consumer has ended.
     */
    public Destination passingOn(Exchange exchange) throws IOException, LabelRecognitionException {
        TakenPhoto photo = photo(exchange);
        claims.check(photo.holder());
        Destination done = filingPlan.read(photo.file(), photo.name(), filingPlan.hasOutbox() ? results(exchange) : Map.of());
        photo.goesTo(done);
        // names may have been waited for: who holds the photo since has the first of them, and nothing of it is to be written here
        claims.check(photo.holder());
        Double mean = exchange.getMessage().getHeader(Conversations.CONFIDENCE, Double.class);
        Double min = exchange.getMessage().getHeader(Conversations.MIN_CONFIDENCE, Double.class);
        photo.isRead(mean == null || min == null ? null : new Confidence(mean, min));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                if (photo.destination() == done) {
                    about(photo, completed, () -> passedOn(photo, completed));
                }
            }
        });
        return done;
    }

    /** The text is where it was wanted. A photo that has been replaced meanwhile is not the one that was read, and stays. */
    private void passedOn(TakenPhoto photo, Exchange exchange) {
        String name = Printable.of(photo.name());
        if (photo.isReplaced()) {
            LOG.info("{} read; another photo has taken its place in {} since, and is a new one", name, Printable.of(folders.inbox()));
            photo.settled();
            exchange.setException(new LabelRecognitionException(Reason.CHANGED, "The photo was replaced after it was read."));
            return;
        }
        progress.read();
        String reader = Fallback.FALLBACK.equals(exchange.getMessage().getHeader(Fallback.READ_BY)) ? ", by the fallback" : "";
        String cost = photo.cost() + reader + (photo.confidence() == null ? "" : ", confidence " + photo.confidence().mean());
        if (isToBeReviewed(photo)) {
            LOG.warn("{} read, from {}: {}; to be reviewed: confidence {} in its least sure line", name, Printable.of(folders.inbox()), cost,
                    photo.confidence().min());
        } else {
            LOG.info("{} read, from {}: {}", name, Printable.of(folders.inbox()), cost);
        }
        try {
            filingPlan.forgetReason(photo.file(), photo.name());
        } catch (IOException e) {
            LOG.warn("The reason of an earlier failure of {} stays: {}", name, e.toString());
        }
    }

    /** What is said meanwhile is about this photo, for a log that keeps such things. */
    private void about(TakenPhoto photo, Exchange exchange, Runnable saying) {
        try (MDC.MDCCloseable name = MDC.putCloseable(PHOTO, photo.name()); MDC.MDCCloseable inbox = MDC.putCloseable(INBOX, folders.inbox().toString());
             MDC.MDCCloseable route = MDC.putCloseable(ROUTE, exchange.getFromRouteId())) {
            saying.run();
        }
    }

    private boolean isToBeReviewed(TakenPhoto photo) {
        return photo.confidence() != null && photo.confidence().min() < reviewBelow;
    }

    /** The photo is where it belongs. */
    void settled(TakenPhoto photo) {
        photo.settled();
        if (photo.destination().isDelivered()) {
            inboxes.read(() -> asRead(photo));
        }
    }

    private InboxListener.ReadPhoto asRead(TakenPhoto photo) {
        Destination place = photo.destination();
        String text = place.contents().stream().filter(content -> content.name().endsWith(".txt")).findFirst()
                .map(content -> new String(content.bytes(), StandardCharsets.UTF_8)).orElse(null);
        return new InboxListener.ReadPhoto(photo.name().replace(File.separatorChar, '/'), Path.of(place.photo()), text, photo.taskId(), photo.seconds(),
                photo.calls(), photo.confidence() == null ? null : photo.confidence().mean(), isToBeReviewed(photo), clock.instant());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, byte[]> results(Exchange exchange) {
        Map<String, byte[]> results = exchange.getMessage().getHeader(Conversations.RESULTS, Map.class);
        return results != null ? results
                : Map.of("Text", exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether what went wrong leaves the photo in the inbox: it is not the photo's fault, or there is another photo in its place, or nobody
     * is there to take its text.
     */
    public boolean stays(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, thrown);
        return known != null && (known.isStopsTheLine() || known.getReason() == Reason.CHANGED)
                || photo(exchange).isReplaced()
                || ObjectHelper.getException(KameletConsumerNotAvailableException.class, thrown) != null
                || filingPlan.hasOutbox() && ObjectHelper.getException(GenericFileOperationFailedException.class, thrown) != null;
    }

    /**
     * Leaves the photo in the inbox. That takes an exchange that failed, which the error handler of the host must not hear of: so it
     * fails when all steps have ended, just before the file consumer looks.
     */
    public void stay(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception trouble) {
        filingPlan.release(photo(exchange).destination());
        photo(exchange).goesTo(null);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange completed) {
                completed.setException(trouble);
            }
        });
    }

    /** The photo failed: its reason goes to the folder of those failed, and it will go there too. */
    public Destination failed(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown)
            throws IOException, LabelRecognitionException {
        TakenPhoto photo = photo(exchange);
        claims.check(photo.holder());
        FailureReport report = report(photo, exchange, thrown);
        progress.failed();
        about(photo, exchange, () -> LOG.warn("{} failed, from {}: {} ({})", Printable.of(photo.name()), Printable.of(folders.inbox()),
                Printable.of(report.detail()), photo.cost()));
        filingPlan.release(photo.destination());
        Destination place = filingPlan.failed(photo.file(), photo.name(), report);
        photo.goesTo(place);
        claims.check(photo.holder());
        return place;
    }

    /**
     * Lets the route end as one that failed, for whoever counts that. The file consumer moves what did not fail, so when all have counted
     * it is none any more.
     */
    public void countAsFailed(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        exchange.setException(thrown);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange completed) {
                completed.setException(null);
            }
        });
    }

    private FailureReport report(TakenPhoto photo, Exchange exchange, Exception thrown) {
        String sha256;
        try {
            sha256 = Photo.in(photo.file()).sha256IfSmall();
        } catch (IOException e) {
            sha256 = null;
        }
        String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, thrown);
        return known != null
                ? new FailureReport(known.getReason().toString(), known.getMessage(), 1, known.getTaskId(), at, sha256)
                : new FailureReport(FailureReport.UNEXPECTED, String.valueOf(thrown), 1,
                        exchange.getMessage().getHeader(Conversations.TASK_ID, String.class), at, sha256);
    }

    /** Where the photo is moved to, as a path. */
    String place(Exchange exchange) {
        Destination destination = photo(exchange).destination();
        return destination == null ? null : destination.photo();
    }

    /** Whether a photo that was taken up is still this node's to move, and still the same. */
    boolean isMovable(Path file) {
        TakenPhoto photo = taken.get(file);
        return photo != null && !photo.isReplaced() && claims.isHolder(photo.holder());
    }

    private TakenPhoto photo(Exchange exchange) {
        GenericFile<?> file = exchange.getProperty(Exchange.FILE_EXCHANGE_FILE, GenericFile.class);
        TakenPhoto photo = file == null ? null : taken.get(((File) file.getFile()).toPath());
        return photo != null ? photo : onTheirWay.get(exchange.getExchangeId());
    }
}
