package io.labelrecognition.client.inbox;

import io.labelrecognition.client.LateJar;
import io.labelrecognition.client.files.WritableFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.util.StringHelper;

/** The four folders of one inbox; three where its texts go elsewhere. The properties are the parameters of its route template. */
public final class InboxFolders implements CamelContextAware {
    /** The folders of all inboxes of a Camel context: none may lie in another, or photos would go in circles. */
    public static final class Claims {
        // guarded by this: each folder with the words for it, and with whose it is
        private final Map<Path, Claimed> claimed = new LinkedHashMap<>();

        private record Claimed(InboxFolders owner, String words) {
        }

        /** @throws IllegalArgumentException if the folder overlaps with one that is in use */
        synchronized void claim(InboxFolders owner, Path folder, String what) {
            Path real = real(folder);
            claimed.forEach((other, whose) -> {
                if (real.startsWith(other) || other.startsWith(real)) {
                    throw new IllegalArgumentException("The " + what + " overlaps with the " + whose.words()
                            + ": give each inbox four folders of its own, none inside another.");
                }
            });
            claimed.put(real, new Claimed(owner, what + " " + folder));
        }

        synchronized void release(InboxFolders owner) {
            claimed.values().removeIf(claim -> claim.owner() == owner);
        }

        /** The folder by its own path, links resolved, as far as it exists. */
        static Path real(Path folder) {
            Path absolute = folder.toAbsolutePath().normalize();
            for (Path there = absolute; there != null; there = there.getParent()) {
                if (Files.exists(there)) {
                    try {
                        return there.toRealPath().resolve(there.relativize(absolute));
                    } catch (IOException e) {
                        return absolute;
                    }
                }
            }
            return absolute;
        }
    }

    // set once, before the first poll
    private CamelContext context;
    private Claims claims;
    private Path inbox;
    private Path outbox;
    private Path done;
    private Path failed;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        LateJar.ensureLoaded(context);
    }

    public void setClaims(Claims claims) {
        this.claims = claims;
    }

    public void setInbox(String inbox) {
        this.inbox = Path.of(inbox).toAbsolutePath();
    }

    /** Empty where the texts go elsewhere. */
    public void setOutbox(String outbox) {
        this.outbox = StringHelper.trimToNull(outbox) == null ? null : Path.of(outbox).toAbsolutePath();
    }

    public void setDone(String done) {
        this.done = Path.of(done).toAbsolutePath();
    }

    public void setFailed(String failed) {
        this.failed = Path.of(failed).toAbsolutePath();
    }

    /** Called by Camel when the properties are set, as the bean's init method. */
    public void claim() {
        try {
            claims.claim(this, inbox, "inbox");
            if (outbox != null) {
                claims.claim(this, outbox, "outbox");
            }
            claims.claim(this, done, "folder of the photos done");
            claims.claim(this, failed, "folder of the failed photos");
        } catch (IllegalArgumentException e) {
            release();
            throw e;
        }
    }

    /** The route has gone: another may have the folders. Called by Camel, as the bean's destroy method. */
    public void release() {
        claims.release(this);
    }

    /**
     * Looks whether photos and texts can be put anywhere at all.
     *
     * @return what is wrong with one of the folders; null where nothing is
     */
    String trouble() {
        return Stream.of(outbox, done, failed).filter(Objects::nonNull).map(WritableFolder::trouble).filter(Objects::nonNull).findFirst().orElse(null);
    }

    public Path inbox() {
        return inbox;
    }

    /** Null where the texts go elsewhere than to a folder. */
    public Path outbox() {
        return outbox;
    }

    public Path done() {
        return done;
    }

    public Path failed() {
        return failed;
    }
}
