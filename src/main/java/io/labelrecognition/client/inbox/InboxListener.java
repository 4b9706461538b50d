package io.labelrecognition.client.inbox;

import java.nio.file.Path;
import java.time.Instant;

/** Who is told of each photo that was read and is where it belongs. Called on the thread that moved it; must not take long. */
public interface InboxListener {
    void read(ReadPhoto photo);

    /**
     * A photo that was read.
     *
     * @param inbox         the folder that it came from
     * @param name          below that folder, with slashes
     * @param place         where it lies now
     * @param text          what was read; null where another format was asked for
     * @param taskId        at the service
     * @param seconds       since it was taken up
     * @param calls         that it took
     * @param confidence    over its lines, 0 to 1; null where the service does not say
     * @param minConfidence of its least sure line; null where the service does not say
     * @param review        whether that is less than was asked for
     * @param at            when
     */
    record ReadPhoto(Path inbox, String name, Path place, String text, String taskId, double seconds, int calls, Double confidence,
                     Double minConfidence, boolean review, Instant at) {
    }
}
