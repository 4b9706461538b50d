package io.labelrecognition.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The four folders of one inbox; three where its texts go elsewhere. The properties are the parameters of its route template. */
public final class InboxFolders {
    /** The folders of all inboxes of a Camel context: none may lie in another, or photos would go in circles. */
    public static final class Claims {
        // guarded by this: each folder with the words for it
        private final Map<Path, String> claimed = new LinkedHashMap<>();

        /** @throws IllegalArgumentException if the folder overlaps with one that is in use */
        synchronized void claim(Path folder, String what) {
            Path real = real(folder);
            claimed.forEach((other, whose) -> {
                if (real.startsWith(other) || other.startsWith(real)) {
                    throw new IllegalArgumentException("The " + what + " overlaps with the " + whose
                            + ": give each inbox four folders of its own, none inside another.");
                }
            });
            claimed.put(real, what + " " + folder);
        }

        /** The folder by its own path, links resolved, as far as it exists. */
        private static Path real(Path folder) {
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
    private Claims claims;
    private Path inbox;
    private Path outbox;
    private Path done;
    private Path failed;

    public void setClaims(Claims claims) {
        this.claims = claims;
    }

    public void setInbox(String inbox) {
        this.inbox = Path.of(inbox).toAbsolutePath();
    }

    /** Empty where the texts go elsewhere. */
    public void setOutbox(String outbox) {
        this.outbox = Recognitions.given(outbox) == null ? null : Path.of(outbox).toAbsolutePath();
    }

    public void setDone(String done) {
        this.done = Path.of(done).toAbsolutePath();
    }

    public void setFailed(String failed) {
        this.failed = Path.of(failed).toAbsolutePath();
    }

    /** Called by Camel when the properties are set, as the bean's init method. */
    public void claim() {
        claims.claim(inbox, "inbox");
        if (outbox != null) {
            claims.claim(outbox, "outbox");
        }
        claims.claim(done, "folder of the photos done");
        claims.claim(failed, "folder of the failed photos");
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
