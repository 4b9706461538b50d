package io.labelrecognition.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keeps an inbox from taking photos: the lines to the services that have kept one of its photos waiting (which account reads them is
 * the recognition's own affair), and a line of its own, which is stopped while what was read cannot be put where it belongs. Threads may
 * share it.
 */
public final class InboxLines {
    private final Set<ServiceLine> met = ConcurrentHashMap.newKeySet();

    // set once, before the first poll
    private InboxFolders folders;
    private ServiceLines lines;

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
    }

    /** The lines of the Camel context. */
    public void setLines(ServiceLines lines) {
        this.lines = lines;
    }

    /** Whether no photo is to be taken now. */
    boolean areStopped() {
        return own().isStopped() || met.stream().anyMatch(ServiceLine::isStopped);
    }

    /** A photo came back because this line is stopped. */
    void meet(ServiceLine line) {
        met.add(line);
    }

    /** The inbox's own. */
    ServiceLine own() {
        return lines.of(folders.inbox(), folders.inbox().toString());
    }
}
