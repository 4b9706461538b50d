package io.labelrecognition.client.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which machine works on which photo of an inbox that several share, and which names it may give. A machine that dies, or is not heard of for
 * too long, holds nothing any more. Threads may share it.
 */
public interface PhotoClaims {
    /**
     * What is claimed: a photo, or a name to give.
     *
     * @param place whose names are meant, such as those of the inbox, or of the folder of photos done
     * @param name  below that folder, with slashes
     */
    record Name(String place, String name) {
    }

    /** Names of a place that living machines other than this one hold. */
    Set<String> heldByOthers(String place) throws IOException;

    /** @return those that are this machine's now; the others are held by others */
    Set<Name> claim(Collection<Name> names) throws IOException;

    /** Claims that are of no use any more; at some later time, where they cannot be given back now. */
    void release(List<Name> names);

    /** A mark that changes when all that this machine held is another's to take: compare it before what cannot be taken back. */
    Object holder() throws IOException;

    /** Whether what was claimed under this mark still is this machine's. */
    boolean isHolder(Object mark);

    /** The mark in the names of files that are not whole yet: two machines never write the same one. */
    String mark() throws IOException;
}
