package io.labelrecognition.client.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.recognition.Photo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a photo, its texts and its reason go. Nothing is ever overwritten: where a name is taken by other bytes, photo, texts and
 * reason become {@code name-2} together, then {@code name-3}, and so on.
 *
 * <p>Names given out are reserved until they are {@linkplain #release released}, so two photos in flight never get the same. Threads
 * may share it.
 */
public final class FilingPlan {
    /** What is added to a photo's name for its reason. */
    public static final String REASON = ".error.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<Path> reserved = ConcurrentHashMap.newKeySet();

    private final InboxFolders folders;
    private final InboxClaims claims;

    /** @param claims who else may give names there */
    FilingPlan(InboxFolders folders, InboxClaims claims) {
        this.folders = folders;
        this.claims = claims;
    }

    /** Whether the texts go to a folder. */
    boolean hasOutbox() {
        return folders.outbox() != null;
    }

    /** A file to write: its name below its folder, and what goes in. */
    public record Content(String name, byte[] bytes) {
    }

    /**
     * Where everything of one photo goes.
     *
     * @param isDelivered whether what was read is, or will be, where it was wanted
     * @param folder      the folder for the files; null where there are none
     * @param photo       where the photo itself goes, as an absolute path
     * @param contents    the files
     * @param names       what is reserved for it
     * @param mark        what is in the names of its files until they are whole
     */
    public record Destination(boolean isDelivered, String folder, String photo, List<Content> contents, Set<Path> names, String mark) {
    }

    /**
     * The names for a photo that was read.
     *
     * @param photo   the photo as it lies in the inbox
     * @param name    its name below the inbox, folders included
     * @param results what came of it, by the service's name for the format
     */
    public Destination read(Path photo, String name, Map<String, byte[]> results) throws IOException, LabelRecognitionException {
        // asked before anything is reserved: it may not be had
        String mark = claims.mark();
        for (int number = 1;; number++) {
            String candidate = numbered(name, number);
            Map<Path, byte[]> files = new LinkedHashMap<>();
            List<Content> contents = new ArrayList<>();
            for (Map.Entry<String, byte[]> result : results.entrySet()) {
                String extension = extension(result.getKey());
                String text = candidate + "." + extension;
                for (int another = 2; files.containsKey(folders.outbox().resolve(text)); another++) {
                    text = candidate + "." + another + "." + extension;
                }
                files.put(folders.outbox().resolve(text), result.getValue());
                contents.add(new Content(text, result.getValue()));
            }
            Path place = folders.done().resolve(candidate);
            if (isFree(place, photo) && areFree(files) && reserve(place, files.keySet())) {
                return new Destination(true, results.isEmpty() ? null : folders.outbox().toString(), place.toString(), contents,
                        names(place, files.keySet()), mark);
            }
        }
    }

    /**
     * The names for a photo that failed, with the reason. Where the reason of an earlier try of the same photo lies there without the
     * photo, which was moved back, it counts on.
     */
    public Destination failed(Path photo, String name, FailureReport report) throws IOException, LabelRecognitionException {
        String mark = claims.mark();
        for (int number = 1;; number++) {
            String candidate = numbered(name, number);
            Path place = folders.failed().resolve(candidate);
            Path reason = folders.failed().resolve(candidate + REASON);
            FailureReport earlier = earlier(reason);
            boolean again = earlier != null && !Files.exists(place) && report.isOfTheSamePhoto(earlier);
            if ((again || !Files.exists(reason) && isFree(place, photo)) && reserve(place, Set.of(reason))) {
                byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(again ? report.after(earlier) : report);
                return new Destination(false, folders.failed().toString(), place.toString(),
                        List.of(new Content(candidate + REASON, json)), names(place, Set.of(reason)), mark);
            }
        }
    }

    /** The photo succeeded: the reason of an earlier try goes, if it is this photo's and the photo is not lying beside it. */
    public void forgetReason(Path photo, String name) throws IOException {
        Path reason = folders.failed().resolve(name + REASON);
        FailureReport earlier = earlier(reason);
        if (earlier != null && Photo.in(photo).sha256().equals(earlier.sha256()) && !Files.exists(folders.failed().resolve(name))) {
            Files.deleteIfExists(reason);
        }
    }

    /** Everything is where it belongs, or will never be: the names are no longer spoken for. */
    public void release(Destination destination) {
        if (destination != null) {
            reserved.removeAll(destination.names());
            claims.giveBack(destination.names());
        }
    }

    private static FailureReport earlier(Path reason) {
        try {
            return Files.exists(reason) ? JSON.readValue(reason.toFile(), FailureReport.class) : null;
        } catch (IOException e) {
            // not ours, or not whole: another name will be found
            return null;
        }
    }

    private static Set<Path> names(Path place, Set<Path> files) {
        Set<Path> names = ConcurrentHashMap.newKeySet();
        names.add(place);
        names.addAll(files);
        return names;
    }

    private boolean reserve(Path place, Set<Path> files) throws LabelRecognitionException {
        Set<Path> names = names(place, files);
        synchronized (this) {
            if (names.stream().anyMatch(reserved::contains)) {
                return false;
            }
            reserved.addAll(names);
        }
        boolean isOurs = false;
        try {
            isOurs = claims.reserve(names);
        } finally {
            if (!isOurs) {
                reserved.removeAll(names);
            }
        }
        return isOurs;
    }

    private static boolean isFree(Path place, Path photo) throws IOException {
        return !Files.exists(place) || Files.isRegularFile(place) && Files.mismatch(place, photo) == -1;
    }

    private static boolean areFree(Map<Path, byte[]> files) throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path place = file.getKey();
            if (Files.exists(place) && !(Files.isRegularFile(place) && Files.size(place) == file.getValue().length
                    && Arrays.equals(Files.readAllBytes(place), file.getValue()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Moves a file into a folder, under its name or the first numbered one that is free; never over another. On one file system it is whole at once.
     *
     * @param name below the folder, which is made where there is none
     * @return where it is now
     */
    static Path moveToFreeName(Path file, Path folder, String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        for (int number = 1;; number++) {
            try {
                return Files.move(file, folder.resolve(numbered(name, number)));
            } catch (FileAlreadyExistsException e) {
                // the next number
            }
        }
    }

    /** {@code a/b.jpg}, {@code a/b-2.jpg}, … */
    static String numbered(String name, int number) {
        if (number == 1) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') + 1 ? name + "-" + number : name.substring(0, dot) + "-" + number + name.substring(dot);
    }

    /** What a result's file is called after its photo; the service spells the formats as it likes. */
    private static String extension(String type) {
        String format = type.toLowerCase(Locale.ROOT).replaceFirst("-\\d+$", "").replaceAll("[^a-z0-9]", "");
        return switch (format) {
            case "text" -> "txt";
            case "imagepng" -> "png";
            case "preview" -> "preview.png";
            case "" -> "result";
            default -> format;
        };
    }
}
