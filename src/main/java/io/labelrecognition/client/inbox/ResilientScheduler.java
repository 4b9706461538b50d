package io.labelrecognition.client.inbox;

import io.labelrecognition.client.Printable;
import java.nio.file.Path;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls again after an {@link Error}, too. The thread pool below drops a task for good that ends in one, so an inbox whose folder could
 * not be listed once, for want of memory, would be watched no more without a word; and what had been listed until then would stay noted
 * as being in progress.
 */
public final class ResilientScheduler extends DefaultScheduledPollConsumerScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientScheduler.class);
    private volatile boolean troubled;

    // set once, before the first poll
    private InProgressRepository inProgress;
    private InboxPhotos photos;
    private InboxFolders folders;
    private InboxProgress progress;

    /** What the listing notes. */
    public void setInProgress(InProgressRepository inProgress) {
        this.inProgress = inProgress;
    }

    /** What has been taken up of that. */
    public void setPhotos(InboxPhotos photos) {
        this.photos = photos;
    }

    /** The inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
    }

    /** Who says whether it is still looked into. */
    public void setProgress(InboxProgress progress) {
        this.progress = progress;
    }

    @Override
    public void unscheduleTask() {
        super.unscheduleTask();
        progress.isGone();
    }

    @Override
    public void scheduleTask(Runnable task) {
        super.scheduleTask(() -> {
            progress.isAlive(true);
            try {
                task.run();
                if (troubled) {
                    troubled = false;
                    LOG.info("{}: watched again", Printable.of(folders.inbox()));
                }
            } catch (Error e) {
                inProgress.getCache().keySet().removeIf(photo -> !photos.isTaken(Path.of(photo)));
                if (!troubled) {
                    troubled = true;
                    LOG.error("{}: the inbox could not be looked into ({}); it is tried again, until it can", Printable.of(folders.inbox()), e.toString());
                }
            } finally {
                progress.isAlive(false);
            }
        });
    }
}
