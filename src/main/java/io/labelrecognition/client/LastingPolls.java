package io.labelrecognition.client;

import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls again after an {@link Error}, too. The thread pool below drops a task for good that ends in one, so an inbox whose folder could
 * not be listed once, for want of memory, would be watched no more without a word.
 */
public final class LastingPolls extends DefaultScheduledPollConsumerScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(LastingPolls.class);
    private volatile boolean troubled;

    @Override
    public void scheduleTask(Runnable task) {
        super.scheduleTask(() -> {
            try {
                task.run();
                if (troubled) {
                    troubled = false;
                    LOG.info("The inbox is watched again.");
                }
            } catch (Error e) {
                if (!troubled) {
                    troubled = true;
                    LOG.error("The inbox could not be looked into ({}); it is tried again, until it can.", e.toString());
                }
            }
        });
    }
}
