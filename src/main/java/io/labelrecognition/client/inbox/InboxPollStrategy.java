package io.labelrecognition.client.inbox;

import java.time.Clock;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/**
 * When an inbox is looked into: not while no photo could succeed, nobody takes its texts, or another application has it.
 *
 * <p>No photo starves: the order of a listing is the file system's, and a listing ends after some photos. Once one has ended before the
 * inbox did, only photos that had come by then are taken, until a listing holds all of them.
 */
public final class InboxPollStrategy extends DefaultPollingConsumerPollStrategy {
    private final Clock clock = Clock.systemUTC();

    // of the thread that polls, which may be another one each time
    private volatile Instant listed;
    private volatile int offered;
    private volatile int accepted;
    /** Photos that came later have to wait. */
    private volatile Instant cutoff = Instant.MAX;

    // set once, before the first poll
    private InboxCircuits circuits;
    private InboxClaims claims;
    private InboxPhotos photos;
    private InboxProgress progress;

    /** Whose the photos are. */
    public void setClaims(InboxClaims claims) {
        this.claims = claims;
    }

    /** What may keep it from taking photos. */
    public void setCircuits(InboxCircuits circuits) {
        this.circuits = circuits;
    }

    /** Those that are taken up. */
    public void setPhotos(InboxPhotos photos) {
        this.photos = photos;
    }

    /** Who hears how many are waiting. */
    public void setProgress(InboxProgress progress) {
        this.progress = progress;
    }

    /** Before a poll: false leaves all photos where they are. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        listed = clock.instant();
        offered = 0;
        accepted = 0;
        return !circuits.areOpen() && isTextTaken(consumer) && claims.begin();
    }

    /** After a poll: where its listing ended before the inbox did, those that are left come next. */
    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        claims.end();
        int most = ((GenericFileEndpoint<?>) endpoint).getMaxMessagesPerPoll();
        int taken = photos.inFlight();
        progress.looked(taken, Math.max(0, accepted - taken), most > 0 && accepted >= most);
        if (most <= 0 || offered < most) {
            cutoff = Instant.MAX;
        } else if (cutoff.equals(Instant.MAX)) {
            cutoff = listed;
        }
    }

    /** A photo that could be taken up is in the listing, or one that is. */
    void accepted(String name) {
        progress.isAlive(true);
        accepted++;
        claims.accepted(name);
    }

    /** A photo of the listing's is about to be taken up. */
    void offered() {
        progress.isAlive(true);
        offered++;
    }

    /** Photos that were changed after it are not taken for now. */
    Instant cutoff() {
        return cutoff;
    }

    /** Whether there is a route that takes the texts: a host may stop its own, and this one goes on. */
    private static boolean isTextTaken(Consumer consumer) {
        String source = ((RouteIdAware) consumer).getRouteId();
        CamelContext context = consumer.getEndpoint().getCamelContext();
        return context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint() instanceof KameletEndpoint kamelet && kamelet.getRouteId().equals(source)
                        && context.getRouteController().getRouteStatus(route.getRouteId()).isStarted());
    }
}
