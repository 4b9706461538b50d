package io.labelrecognition.client.inbox;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a photo is taken up, and what its end means for the others: the bound on photos in flight, in place of a throttle. Camel's throttle
 * forgets the permits it gave ten seconds after the last one came back, and a service may well be silent for longer.
 */
public final class InboxReadLock implements GenericFileExclusiveReadLockStrategy<File> {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(InboxReadLock.class);

    // set once, before the first poll
    private InboxFolders folders;
    private InboxPhotos photos;
    private InboxCircuits circuits;
    private InboxPollStrategy polls;
    private InboxFilter filter;
    private InboxClaims claims;
    private Semaphore places;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
    }

    /** What is known of the photos that were taken up. */
    public void setPhotos(InboxPhotos photos) {
        this.photos = photos;
    }

    /** What may keep the inbox from taking photos. */
    public void setCircuits(InboxCircuits circuits) {
        this.circuits = circuits;
    }

    public void setPolls(InboxPollStrategy polls) {
        this.polls = polls;
    }

    public void setFilter(InboxFilter filter) {
        this.filter = filter;
    }

    /** Whose the photos are. */
    public void setClaims(InboxClaims claims) {
        this.claims = claims;
    }

    /** How many photos may be on their way at a time. */
    public void setMaxInFlight(int maxInFlight) {
        this.places = new Semaphore(maxInFlight);
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // no lock file, so none to clean up
    }

    /** Just before a photo is taken up; waits a moment for a place. What cannot be taken now comes with the next listing. */
    @Override
    public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        Path path = file.getFile().toPath();
        polls.offered();
        try {
            if (circuits.areOpen() || !places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        boolean isTaken = false;
        try {
            Object holder = circuits.areOpen() ? null : claims.take(file.getFileName(), places.availablePermits() + 1);
            // it may have been moved before it was ours
            if (holder != null && filter.isStillAcceptable(path) && !circuits.areOpen()) {
                photos.take(new TakenPhoto(path, file.getFileName(), holder));
                isTaken = true;
            } else if (holder != null) {
                claims.release(file.getFileName());
            }
        } catch (IOException e) {
            LOG.debug("{} is not taken up: {}", path, e.toString());
            claims.release(file.getFileName());
        } finally {
            if (!isTaken) {
                places.release();
            }
        }
        return isTaken;
    }

    /** Called for photos that were not taken up, too: only one that was gives a place back. */
    @Override
    public void releaseExclusiveReadLockOnAbort(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        release(file, photo -> { });
    }

    @Override
    public void releaseExclusiveReadLockOnRollback(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        release(file, photo -> stayed(photo, exchange));
    }

    @Override
    public void releaseExclusiveReadLockOnCommit(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        release(file, photo -> {
            if (!claims.isHolder(photo.holder())) {
                LOG.debug("{} is another node's", photo.name());
            } else if (photo.identity().isStill(photo.file())) {
                undeliverable(photo, "it cannot be moved out of the inbox");
            } else {
                filter.forget(photo);
                photos.settled(photo);
                circuits.own().close();
            }
        });
    }

    /** Whatever goes wrong meanwhile, the place is given back: none that is kept would ever be. */
    private void release(GenericFile<File> file, Consumer<TakenPhoto> end) {
        TakenPhoto photo = photos.leave(file.getFile().toPath());
        if (photo != null) {
            try {
                end.accept(photo);
            } finally {
                claims.release(photo.name());
                places.release();
            }
        }
    }

    private void stayed(TakenPhoto photo, Exchange exchange) {
        photos.stayed();
        Exception trouble = exchange.getException() != null ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, trouble);
        if (known != null && known.getCircuit() != null) {
            circuits.meet(known.getCircuit());
            if (known.getCircuit().isBypassed()) {
                // others go on: it is not to come first again and again
                filter.setAside(photo, "it may have been sent, and waits for its service (" + known.getReason() + ")");
            }
        } else if (known != null && (known.getReason() == Reason.STOPPED || known.getReason() == Reason.TAKEN_OVER) || exchange.getContext().isStopping() || photo.isReplaced()
                || ObjectHelper.getException(KameletConsumerNotAvailableException.class, trouble) != null) {
            LOG.debug("{} stays: {}", photo.name(), String.valueOf(trouble));
        } else if (known != null && known.isStopsTheLine()) {
            circuits.own().open(known, null);
        } else {
            undeliverable(photo, String.valueOf(root(trouble)));
        }
    }

    /** Where the folders are to blame, no photo can be delivered; where they are not, this one waits alone. */
    private void undeliverable(TakenPhoto photo, String why) {
        String trouble = folders.trouble();
        if (trouble != null) {
            circuits.own().open(new LabelRecognitionException(Reason.OUTBOX, trouble), null);
            return;
        }
        filter.setAside(photo, why);
    }

    private static String root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause);
    }

    @Override
    public void setTimeout(long timeout) {
        // a place is waited for as long as it thinks fit
    }

    @Override
    public void setCheckInterval(long checkInterval) {
        // nothing is checked in intervals
    }

    @Override
    public void setReadLockLoggingLevel(org.apache.camel.LoggingLevel level) {
        // a photo that is not whole yet is no news
    }

    @Override
    public void setMarkerFiler(boolean markerFile) {
        // no marker files in somebody's inbox
    }

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
        // nor orphans of them
    }
}
