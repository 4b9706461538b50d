package io.labelrecognition.client;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is taken from an inbox, and when: whole photos only, no more at once than may be in flight, and nothing while the line to the
 * service is stopped.
 *
 * <p>Camel's file consumer asks it three times: before it lists the folder, for each file it finds, and again before it takes one up,
 * because a listing is old by then. It is the bound on photos in flight, in place of a throttle: Camel's throttle forgets the permits
 * it gave ten seconds after the last one came back, and a service may well be silent for longer.
 *
 * <p>No photo starves: the order of a listing is the file system's, and a listing ends after some photos. Once one has ended before the
 * inbox did, only photos that had come by then are taken, until a listing holds all of them.
 */
public final class InboxGate extends DefaultPollingConsumerPollStrategy
        implements GenericFileFilter<File>, GenericFileExclusiveReadLockStrategy<File> {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(InboxGate.class);

    private final Clock clock = Clock.systemUTC();
    /** What could never be moved out of the inbox, and was said so. */
    private final Set<Path> told = ConcurrentHashMap.newKeySet();
    private final Set<Path> taken = ConcurrentHashMap.newKeySet();
    /** The lines that have kept a photo of this inbox waiting: which account reads the photos is the recognition's own affair. */
    private final Set<ServiceLine> met = ConcurrentHashMap.newKeySet();

    // of the thread that polls, which may be another one each time
    private volatile Instant listed;
    private volatile int offered;
    /** Photos that came later have to wait. */
    private volatile Instant cutoff = Instant.MAX;

    // set once, before the first poll
    private Path inbox;
    private WholePhotos wholePhotos;
    private Semaphore places;
    private ServiceLines lines;
    private InboxLock lock;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.inbox = folders.inbox();
        this.lock = new InboxLock(inbox);
    }

    /** How long a photo has to lie unchanged. */
    public void setSettle(Duration settle) {
        this.wholePhotos = new WholePhotos(settle, clock);
    }

    public void setMaxInFlight(int maxInFlight) {
        this.places = new Semaphore(maxInFlight);
    }

    /** The lines of the Camel context. */
    public void setLines(ServiceLines lines) {
        this.lines = lines;
    }

    /** Before a poll: false leaves all photos where they are. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        listed = clock.instant();
        offered = 0;
        return !isShut() && lock.isOurs();
    }

    /** After a poll: where its listing ended before the inbox did, those that are left come next. */
    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        int most = ((GenericFileEndpoint<?>) endpoint).getMaxMessagesPerPoll();
        if (most <= 0 || offered < most) {
            cutoff = Instant.MAX;
        } else if (cutoff.equals(Instant.MAX)) {
            cutoff = listed;
        }
    }

    /** The route has ended: another application may have the inbox. Called by Camel, as the bean's destroy method. */
    public void close() throws IOException {
        lock.close();
    }

    private boolean isShut() {
        return local().isStopped() || met.stream().anyMatch(ServiceLine::isStopped);
    }

    /** For each file and folder of a listing. */
    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        // a link may lead out of the inbox, or round in it; where it leads inside, the photos are listed anyway
        if (Files.isSymbolicLink(path)) {
            return false;
        }
        if (path.getFileName().toString().indexOf('\\') >= 0 && File.separatorChar == '/') {
            if (told.add(path)) {
                LOG.warn("{} is left in the inbox: rename it, its name holds a backslash, which is taken for a folder.", path);
            }
            return false;
        }
        return file.isDirectory()
                || isPhotoName(file.getFileNameOnly()) && Files.isRegularFile(path) && wholePhotos.isWholeSince(cutoff, path);
    }

    private static boolean isPhotoName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(".") && !lower.endsWith(".part") && !lower.endsWith(".tmp") && !lower.endsWith(Destinations.REASON);
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // no lock file, so none to clean up
    }

    /** Just before a photo is taken up; waits a moment for a place. What cannot be taken now comes with the next listing. */
    @Override
    public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        Path path = file.getFile().toPath();
        offered++;
        try {
            if (isShut() || !places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !wholePhotos.isWhole(path) || isShut()) {
            places.release();
            return false;
        }
        taken.add(path);
        return true;
    }

    /** Called for photos that were not taken up, too: only one that was gives a place back. */
    @Override
    public void releaseExclusiveReadLockOnAbort(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        leave(file, exchange);
    }

    @Override
    public void releaseExclusiveReadLockOnRollback(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        Exception trouble = exchange.getException() != null ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, trouble);
        if (known != null && known.line() != null) {
            met.add(known.line());
        } else if (!exchange.getContext().isStopping()) {
            local().stop(new LabelRecognitionException(Reason.OUTBOX, file.getFileName() + " cannot be delivered: " + root(trouble) + "."), null);
        }
        leave(file, exchange);
    }

    @Override
    public void releaseExclusiveReadLockOnCommit(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        if (Files.exists(file.getFile().toPath())) {
            local().stop(new LabelRecognitionException(Reason.OUTBOX, file.getFileName() + " was dealt with and cannot be moved out of the inbox."), null);
        } else {
            exchange.getProperty(Deliveries.DELIVERIES, Deliveries.class).settled(exchange);
            local().open();
        }
        leave(file, exchange);
    }

    private void leave(GenericFile<File> file, Exchange exchange) {
        if (taken.remove(file.getFile().toPath())) {
            Deliveries deliveries = exchange.getProperty(Deliveries.DELIVERIES, Deliveries.class);
            if (deliveries != null) {
                deliveries.end(exchange);
            }
            places.release();
        }
    }

    /** The inbox's own line: stopped while what was read cannot be put where it belongs. */
    private ServiceLine local() {
        return lines.of(inbox, inbox.toString());
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
        // a place is waited for as long as the gate thinks fit
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
