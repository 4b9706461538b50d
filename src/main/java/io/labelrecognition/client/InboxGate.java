package io.labelrecognition.client;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.RouteIdAware;
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

    /** Sub-folders in one another: a folder that holds itself, by a mount say, would be listed without end. */
    private static final int DEEPEST = 64;
    /** Bytes: file systems take 255, and a number, the ending of its reason and the marks of a file that is being written come on top. */
    private static final int LONGEST_NAME = 255 - 6 - Destinations.REASON.length() - ".".length() - ".part".length();
    /** What Java puts where it cannot decode a name. */
    private static final char UNDECODED = '\uFFFD';
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final Clock clock = Clock.systemUTC();
    /** What could never be moved out of the inbox, and was said so. */
    private final Set<Path> told = ConcurrentHashMap.newKeySet();
    private final Set<String> undecodable = ConcurrentHashMap.newKeySet();
    private final SetAsidePhotos setAside = new SetAsidePhotos();
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
    private InboxFolders folders;
    private Deliveries deliveries;

    /** What is known of the photos that were taken up. */
    public void setDeliveries(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
        this.inbox = folders.inbox();
        this.lock = new InboxLock(inbox);
    }

    /** How long a photo has to lie unchanged. */
    public void setSettle(Duration settle) {
        this.wholePhotos = new WholePhotos(settle, clock, new MonotonicClock());
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
        return !isShut() && isTextTaken(consumer) && lock.isOurs();
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

    /** Whether there is a route that takes the texts: a host may stop its own, and this one goes on. */
    private static boolean isTextTaken(Consumer consumer) {
        String source = ((RouteIdAware) consumer).getRouteId();
        CamelContext context = consumer.getEndpoint().getCamelContext();
        return context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint() instanceof KameletEndpoint kamelet && kamelet.getRouteId().equals(source)
                        && context.getRouteController().getRouteStatus(route.getRouteId()).isStarted());
    }

    private boolean isShut() {
        return local().isStopped() || met.stream().anyMatch(ServiceLine::isStopped);
    }

    /** For each file and folder of a listing. */
    @Override
    public boolean accept(GenericFile<File> file) {
        Path path;
        try {
            path = file.getFile().toPath();
        } catch (InvalidPathException e) {
            if (undecodable.add(file.getFileName())) {
                LOG.warn("{} is left in {}: its name cannot be written in the encoding of this start ({}). Start with LC_ALL=C.UTF-8, or rename it.",
                        Printable.of(file.getFileName()), Printable.of(inbox), System.getProperty("sun.jnu.encoding"));
            }
            return false;
        }
        if (!file.isDirectory() && !Files.exists(path, LinkOption.NOFOLLOW_LINKS) && path.toString().indexOf(UNDECODED) >= 0) {
            if (undecodable.add(file.getFileName())) {
                LOG.warn("{} is left in {}: its name cannot be read in the encoding of this start ({}). Start with LC_ALL=C.UTF-8, or rename it.",
                        Printable.of(file.getFileName()), Printable.of(inbox), System.getProperty("sun.jnu.encoding"));
            }
            return false;
        }
        // a link may lead out of the inbox, or round in it; where it leads inside, the photos are listed anyway
        if (Files.isSymbolicLink(path)) {
            return false;
        }
        if (path.getFileName().toString().indexOf('\\') >= 0 && File.separatorChar == '/') {
            if (told.add(path)) {
                LOG.warn("{} is left in the inbox: rename it, its name holds a backslash, which is taken for a folder.", Printable.of(path));
            }
            return false;
        }
        if (file.isDirectory()) {
            return isShallow(path);
        }
        if (path.getFileName().toString().getBytes(NAMES).length > LONGEST_NAME && isPhotoName(file.getFileNameOnly())) {
            if (told.add(path)) {
                LOG.warn("{} is left in the inbox: rename it, its name is too long for that of its text.", Printable.of(path));
            }
            return false;
        }
        return isPhotoName(file.getFileNameOnly()) && Files.isRegularFile(path) && wholePhotos.isWholeSince(cutoff, path)
                && !setAside.holds(path);
    }

    private boolean isShallow(Path folder) {
        if (folder.getNameCount() - inbox.getNameCount() <= DEEPEST) {
            return true;
        }
        if (told.add(folder)) {
            LOG.warn("{} is left in the inbox: it lies more than {} folders deep.", Printable.of(folder), DEEPEST);
        }
        return false;
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
        try {
            deliveries.take(new TakenPhoto(path, file.getFileName()));
            return true;
        } catch (IOException e) {
            places.release();
            return false;
        }
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
            if (photo.identity().isStill(photo.file())) {
                undeliverable(photo, "it cannot be moved out of the inbox");
            } else {
                setAside.remove(photo.file());
                wholePhotos.forget(photo.file());
                photo.settled();
                local().open();
            }
        });
    }

    /** Whatever goes wrong meanwhile, the place is given back: none that is kept would ever be. */
    private void release(GenericFile<File> file, java.util.function.Consumer<TakenPhoto> end) {
        TakenPhoto photo = deliveries.leave(file.getFile().toPath());
        if (photo != null) {
            try {
                end.accept(photo);
            } finally {
                places.release();
            }
        }
    }

    private void stayed(TakenPhoto photo, Exchange exchange) {
        Exception trouble = exchange.getException() != null ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LabelRecognitionException known = ObjectHelper.getException(LabelRecognitionException.class, trouble);
        if (known != null && known.line() != null) {
            met.add(known.line());
        } else if (known != null && known.getReason() == Reason.STOPPED || exchange.getContext().isStopping() || photo.isReplaced()
                || ObjectHelper.getException(KameletConsumerNotAvailableException.class, trouble) != null) {
            LOG.debug("{} stays: {}", photo.name(), String.valueOf(trouble));
        } else if (known != null && known.isStopsTheLine()) {
            local().stop(known, null);
        } else {
            undeliverable(photo, String.valueOf(root(trouble)));
        }
    }

    /** Where the folders are to blame, no photo can be delivered; where they are not, this one waits alone. */
    private void undeliverable(TakenPhoto photo, String why) {
        String trouble = folders.trouble();
        if (trouble != null) {
            local().stop(new LabelRecognitionException(Reason.OUTBOX, trouble), null);
            return;
        }
        setAside.add(photo, why);
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
