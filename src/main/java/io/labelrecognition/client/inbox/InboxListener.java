package io.labelrecognition.client.inbox;

import java.nio.file.Path;
import java.time.Instant;

/** Who is told of each photo that was read and is where it belongs. Called on the thread that moved it; must not take long. */
public interface InboxListener {
    void read(ReadPhoto photo);

    /**
     * A photo that was read.
     *
     * @param name       below its inbox, with slashes
     * @param place      where it lies now
     * @param text       what was read; null where another format was asked for
     * @param taskId     at the service; null where that is not known
     * @param seconds    since it was taken up; null where that is not known
     * @param calls      that it took; null where that is not known
     * @param confidence over its lines, 0 to 1; null where the service does not say
     * @param review     whether its least sure line is less sure than was asked for
     * @param at         when
     */
    record ReadPhoto(String name, Path place, String text, String taskId, Double seconds, Integer calls, Double confidence, boolean review, Instant at) {
        /** The same with another text. */
        public ReadPhoto with(String other) {
            return new ReadPhoto(name, place, other, taskId, seconds, calls, confidence, review, at);
        }
    }
}
