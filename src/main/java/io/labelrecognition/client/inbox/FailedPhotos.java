package io.labelrecognition.client.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The photos in the folder of the failed ones, with their reasons. Threads may share it. */
public final class FailedPhotos {
    /** Files that are looked at: more is no list for a person. */
    private static final int MOST_FILES = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InboxFolders folders;
    /** The reasons that have been read, by their files. */
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(long changed, Failed failed) {
    }

    /**
     * A photo that failed.
     *
     * @param name below its folder, with slashes
     */
    public record Failed(String name, FailureReport report) {
    }

    public FailedPhotos(InboxFolders folders) {
        this.folders = folders;
    }

    /** The latest, that first; those whose photo is there no more are none. */
    public List<Failed> latest(int most) throws IOException {
        if (!Files.isDirectory(folders.failed())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folders.failed())) {
            List<Path> reasons = files.limit(MOST_FILES).filter(file -> file.toString().endsWith(FilingPlan.REASON)).toList();
            known.keySet().retainAll(reasons);
            return reasons.stream().map(this::failed).filter(Objects::nonNull)
                    .sorted(Comparator.comparing((Failed failed) -> String.valueOf(failed.report().at())).reversed()).limit(most).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Those of the last listing, in no order: nothing is looked at for it. */
    public List<Failed> listed() {
        return known.values().stream().map(Known::failed).toList();
    }

    private Failed failed(Path reason) {
        String file = reason.toString();
        Path photo = Path.of(file.substring(0, file.length() - FilingPlan.REASON.length()));
        try {
            if (!Files.isRegularFile(photo)) {
                return null;
            }
            long changed = Files.getLastModifiedTime(reason).toMillis();
            Known before = known.get(reason);
            if (before == null || before.changed() != changed) {
                String name = folders.failed().relativize(photo).toString().replace(photo.getFileSystem().getSeparator(), "/");
                before = new Known(changed, new Failed(name, JSON.readValue(reason.toFile(), FailureReport.class)));
                known.put(reason, before);
            }
            return before.failed();
        } catch (IOException e) {
            // moved away just now, or no reason of ours
            return null;
        }
    }

    /** Where one of them lies. */
    public Path photo(Failed failed) {
        return folders.failed().resolve(failed.name());
    }

    /**
     * Moves one back into the inbox, where it is tried again; its reason stays, and counts on. Where the name is taken there, it gets a number.
     *
     * @throws NoSuchFileException if it is no longer there
     */
    public void tryAgain(Failed failed) throws IOException {
        FilingPlan.moveToFreeName(photo(failed), folders.inbox(), failed.name());
    }
}
