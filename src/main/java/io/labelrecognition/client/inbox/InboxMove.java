package io.labelrecognition.client.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;

/**
 * Moves a photo where it belongs when its route has ended. Camel's own way deletes what has the new name before it looks whether the photo
 * is still there: where another node has moved it meanwhile, that is the photo itself.
 */
public final class InboxMove extends GenericFileRenameProcessStrategy<File> {
    // set once, before the first photo
    private InboxPhotos photos;

    /** What is known of the photos that were taken up. */
    public void setPhotos(InboxPhotos photos) {
        this.photos = photos;
        setCommitRenamer((operations, exchange, file) -> {
            String path = photos.place(exchange);
            GenericFile<File> place = new GenericFile<>();
            place.setAbsolute(true);
            place.setAbsoluteFilePath(path);
            place.setFile(new File(path));
            return place;
        });
    }

    /** How photos are taken up, and what their end means for the others. */
    public void setReadLock(InboxReadLock readLock) {
        setExclusiveReadLockStrategy(readLock);
    }

    @Override
    public GenericFile<File> renameFile(GenericFileOperations<File> operations, GenericFile<File> from, GenericFile<File> to) {
        Path photo = from.getFile().toPath();
        if (!photos.isMovable(photo)) {
            throw new GenericFileOperationFailedException(photo + " is not moved: another photo lies there by now, or another node may have it.");
        }
        try {
            move(photo, to.getFile().toPath());
        } catch (IOException e) {
            throw new GenericFileOperationFailedException("Cannot move " + photo + ": " + e, e);
        }
        return to;
    }

    private static void move(Path photo, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        try {
            Files.move(photo, place);
        } catch (FileAlreadyExistsException e) {
            if (Files.mismatch(photo, place) != -1) {
                throw e;
            }
            // there already, as it is
            Files.delete(photo);
        }
    }
}
