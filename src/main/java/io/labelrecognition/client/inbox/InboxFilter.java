package io.labelrecognition.client.inbox;

import io.labelrecognition.client.MonotonicClock;
import io.labelrecognition.client.Printable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of an inbox is taken: whole photos, of names that everything about them can be called by. What never can be is said, once. */
public final class InboxFilter implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger(InboxFilter.class);

    /** Sub-folders in one another: a folder that holds itself, by a mount say, would be listed without end. */
    private static final int DEEPEST = 64;
    /** Bytes: file systems take 255, and a number, the ending of its reason and the marks of a file that is being written come on top. */
    private static final int LONGEST_NAME = 255 - 6 - FilingPlan.REASON.length() - ".".length() - ".part".length();
    /** What Java puts where it cannot decode a name. */
    private static final char UNDECODED = '\uFFFD';
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    /** What could never be moved out of the inbox, by its path or name, and was said so. */
    private final Set<Object> told = ConcurrentHashMap.newKeySet();
    private final PostponedPhotos setAside = new PostponedPhotos();

    // set once, before the first poll
    private Path inbox;
    private SettledFiles wholePhotos;
    private InboxPollStrategy polls;
    private InboxClaims claims;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.inbox = folders.inbox();
    }

    /** How long a photo has to lie unchanged. */
    public void setSettle(Duration settle) {
        this.wholePhotos = new SettledFiles(settle, Clock.systemUTC(), new MonotonicClock());
    }

    /** Which photos come first. */
    public void setPolls(InboxPollStrategy polls) {
        this.polls = polls;
    }

    /** Whose the photos are. */
    public void setClaims(InboxClaims claims) {
        this.claims = claims;
    }

    /** For each file and folder of a listing. */
    @Override
    public boolean accept(GenericFile<File> file) {
        Path path;
        try {
            path = file.getFile().toPath();
        } catch (InvalidPathException e) {
            if (told.add(file.getFileName())) {
                LOG.warn("{} is left in {}: its name cannot be written in the encoding of this start ({}). Start with LC_ALL=C.UTF-8, or rename it.",
                        Printable.of(file.getFileName()), Printable.of(inbox), System.getProperty("sun.jnu.encoding"));
            }
            return false;
        }
        if (!file.isDirectory() && !Files.exists(path, LinkOption.NOFOLLOW_LINKS) && path.toString().indexOf(UNDECODED) >= 0) {
            if (told.add(file.getFileName())) {
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
        if (isTooLong(path.getFileName().toString()) && isPhotoName(file.getFileNameOnly())) {
            if (told.add(path)) {
                LOG.warn("{} is left in the inbox: rename it, its name is too long for that of its text.", Printable.of(path));
            }
            return false;
        }
        boolean accepted = isPhotoName(file.getFileNameOnly()) && claims.isFree(file.getFileName()) && Files.isRegularFile(path) && wholePhotos.isWholeSince(polls.cutoff(), path)
                && !setAside.holds(path);
        if (accepted) {
            polls.accepted(file.getFileName());
        }
        return accepted;
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

    /**
     * What lies in an inbox and would be taken up, in the order of the names; nothing is changed.
     *
     * @param include the endings of photos, with commas between
     */
    public static List<Path> photos(Path inbox, String include) throws IOException {
        Predicate<String> isIncluded = included(include);
        List<Path> photos = new ArrayList<>();
        Files.walkFileTree(inbox, Set.of(), DEEPEST + 1, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(inbox) && folder.getFileName().toString().startsWith(".") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && isPhotoName(name) && isIncluded.test(name)
                        && !isTooLong(name) && (name.indexOf('\\') < 0 || File.separatorChar != '/')) {
                    photos.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException thrown) {
                // it has gone meanwhile, or is nobody's to read here
                return FileVisitResult.CONTINUE;
            }
        });
        photos.sort(null);
        return photos;
    }

    /**
     * Which names end as those of photos do, in any case.
     *
     * @param include the endings, with commas between
     */
    public static Predicate<String> included(String include) {
        List<String> endings = Arrays.stream(include.toLowerCase(Locale.ROOT).split(",")).map(ending -> "." + ending.strip()).toList();
        return name -> endings.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    static boolean isTooLong(String name) {
        return name.getBytes(NAMES).length > LONGEST_NAME;
    }

    static boolean isPhotoName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(".") && !lower.endsWith(".part") && !lower.endsWith(".tmp") && !lower.endsWith(FilingPlan.REASON);
    }

    /** Whether a photo that was accepted still can be taken up: its listing is old by now. */
    boolean isStillAcceptable(Path photo) {
        return Files.isRegularFile(photo, LinkOption.NOFOLLOW_LINKS) && wholePhotos.isWhole(photo);
    }

    /** The photo cannot be put where it belongs, though others can: it waits alone. */
    void setAside(TakenPhoto photo, String why) {
        setAside.add(photo, why);
    }

    /** The photo is where it belongs. */
    void forget(TakenPhoto photo) {
        setAside.remove(photo.file());
        wholePhotos.forget(photo.file());
    }
}
