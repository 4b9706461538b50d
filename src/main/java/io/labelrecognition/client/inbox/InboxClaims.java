package io.labelrecognition.client.inbox;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.store.PhotoClaims;
import io.labelrecognition.client.store.SharedStores;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.util.StringHelper;

/**
 * Whose photos those of an inbox are. As a rule all of them are one application's; with a shared store each is that of the node that has
 * claimed it, and many nodes take photos from one inbox. It knows which photos those are by a file in the inbox, not by a path: nodes may have it
 * mounted where they like.
 *
 * <p>What concerns a listing is for the thread that polls; the rest threads may share.
 */
public final class InboxClaims implements Comparator<GenericFile<File>> {
    static final String ID = ".label-recognition.id";
    /** Photos that are claimed at once: more are others' to take. */
    private static final int AT_ONCE = 64;

    private final Set<String> held = ConcurrentHashMap.newKeySet();

    // set once, before the first poll
    private InboxFolders folders;
    private InboxLock lock;
    private SharedStores stores;
    private String store;

    // of the thread that polls
    private volatile String id;
    private volatile Set<String> others = Set.of();
    private volatile List<String> listed = new ArrayList<>();
    private volatile boolean isSorted;
    private volatile Set<String> ahead = new HashSet<>();
    /** Under which those are held. */
    private volatile Object aheadMark;
    private volatile boolean isUnlocked;
    private volatile Object salt = "";

    /** The folders of the inbox that this is for. */
    public void setFolders(InboxFolders folders) {
        this.folders = folders;
        this.lock = new InboxLock(folders.inbox());
    }

    /** The shared stores of the Camel context. */
    public void setStores(SharedStores stores) {
        this.stores = stores;
    }

    /** The name of the data source of a shared store; empty where the inbox is this application's alone. */
    public void setStore(String name) {
        this.store = StringHelper.trimToNull(name);
    }

    /** Whether several nodes may take photos from the inbox. */
    boolean isShared() {
        return store != null;
    }

    private PhotoClaims claims() {
        return stores.of(store).photos();
    }

    /** Before a listing: whether photos can be taken at all. */
    boolean begin() {
        end();
        return isShared() ? lock.isUsable(this::beginShared) : lock.isOurs();
    }

    /** @return what is wrong; null where nothing is */
    private String beginShared() throws IOException {
        if (!isUnlocked && !lock.isFree()) {
            return "another application takes the photos from this inbox, and does not share them (label.store-url, or store); standing by until it is gone";
        }
        isUnlocked = true;
        id = identity();
        try {
            others = claims().heldByOthers(photos());
            salt = claims().mark();
            return null;
        } catch (IOException e) {
            return "the shared store cannot be used (" + e.getMessage() + "), so no photo is taken";
        }
    }

    /** What the inbox is called in the store: written once, by whoever comes first. */
    private String identity() throws IOException {
        Path file = folders.inbox().resolve(ID);
        try {
            Files.writeString(file, UUID.randomUUID().toString(), StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // another node has come before
        }
        String found = Files.readString(file, StandardCharsets.US_ASCII);
        if (!found.matches("[0-9a-f-]{36}")) {
            throw new IOException("The file " + ID + " says nothing: delete it");
        }
        return found;
    }

    private String photos() {
        return id + "/inbox";
    }

    private static String slashed(String name) {
        return name.replace(File.separatorChar, '/');
    }

    /** Whether a photo of the listing may be this node's. */
    boolean isFree(String name) {
        return !isShared() || !others.contains(slashed(name));
    }

    /** A photo of the listing can be taken up, or is. */
    void accepted(String name) {
        if (isShared() && !held.contains(slashed(name))) {
            listed.add(slashed(name));
            isSorted = false;
        }
    }

    /** Nodes that begin a listing together begin with other photos each; alone, with the first. */
    @Override
    public int compare(GenericFile<File> one, GenericFile<File> other) {
        return isShared() ? compare(slashed(one.getFileName()), slashed(other.getFileName())) : 0;
    }

    private int compare(String one, String other) {
        int order = Integer.compare(Objects.hash(one, salt) * 0x9E3779B9, Objects.hash(other, salt) * 0x9E3779B9);
        return order != 0 ? order : one.compareTo(other);
    }

    /**
     * Takes a photo, and some of those that come next, because each asking takes a while.
     *
     * @param most how many this node has a place for
     * @return null where it is another node's; else the mark under which it is held
     */
    Object take(String name, int most) throws IOException {
        if (!isShared()) {
            return "";
        }
        String photo = slashed(name);
        if (!ahead.contains(photo)) {
            if (!isSorted) {
                listed.sort(this::compare);
                isSorted = true;
            }
            int at = listed.indexOf(photo);
            if (at < 0) {
                return null;
            }
            int next = Math.min(listed.size(), at + Math.max(1, Math.min(most, AT_ONCE)));
            List<PhotoClaims.Name> wanted = listed.subList(at, next).stream().map(this::inInbox).toList();
            // the others are another node's: not asked for again in this listing
            listed = new ArrayList<>(listed.subList(next, listed.size()));
            // asked before: what is claimed under a later one is given up, and not the other way round
            aheadMark = claims().holder();
            claims().claim(wanted).forEach(claimed -> ahead.add(claimed.name()));
        }
        if (!ahead.remove(photo)) {
            return null;
        }
        held.add(photo);
        return aheadMark;
    }

    private PhotoClaims.Name inInbox(String name) {
        return new PhotoClaims.Name(photos(), name);
    }

    /** After a listing: what was claimed and has not been taken is others' to take. */
    void end() {
        if (isShared() && !ahead.isEmpty()) {
            claims().release(ahead.stream().map(this::inInbox).toList());
        }
        ahead = new HashSet<>();
        listed = new ArrayList<>();
    }

    /** A photo has left, or stays. */
    void release(String name) {
        if (isShared() && held.remove(slashed(name))) {
            claims().release(List.of(inInbox(slashed(name))));
        }
    }

    /** Whether what was taken under this mark is still this node's: to be asked before what cannot be taken back. */
    boolean isHolder(Object mark) {
        return !isShared() || claims().isHolder(mark);
    }

    /** @throws LabelRecognitionException if what was taken under this mark may be another node's by now */
    void check(Object mark) throws LabelRecognitionException {
        if (!isHolder(mark)) {
            throw new LabelRecognitionException(Reason.TAKEN_OVER, "This node was not heard of for too long: another may have the photo.");
        }
    }

    /**
     * Names to give, which no other node gives meanwhile.
     *
     * @return false where one of them is another's
     */
    boolean reserve(Collection<Path> names) throws LabelRecognitionException {
        if (!isShared()) {
            return true;
        }
        List<PhotoClaims.Name> wanted = names.stream().map(this::named).toList();
        try {
            Set<PhotoClaims.Name> got = claims().claim(wanted);
            if (got.size() < wanted.size()) {
                claims().release(List.copyOf(got));
                return false;
            }
            return true;
        } catch (IOException e) {
            throw new LabelRecognitionException(Reason.JOURNAL, "The shared store cannot be used: " + e.getMessage(), null, e);
        }
    }

    void giveBack(Collection<Path> names) {
        if (isShared()) {
            claims().release(names.stream().map(this::named).toList());
        }
    }

    private PhotoClaims.Name named(Path file) {
        String place = file.startsWith(folders.done()) ? "done" : file.startsWith(folders.failed()) ? "failed" : "outbox";
        Path folder = place.equals("done") ? folders.done() : place.equals("failed") ? folders.failed() : folders.outbox();
        return new PhotoClaims.Name(id + "/" + place, slashed(folder.relativize(file).toString()));
    }

    /** What is in the names of files that are not whole yet; empty where only one application writes them. */
    String mark() throws LabelRecognitionException {
        try {
            return isShared() ? claims().mark() : "";
        } catch (IOException e) {
            throw new LabelRecognitionException(Reason.JOURNAL, "The shared store cannot be used: " + e.getMessage(), null, e);
        }
    }

    /** The route has ended: others may have the inbox. Called by Camel, as the bean's destroy method. */
    public void close() throws IOException {
        end();
        lock.close();
    }
}
