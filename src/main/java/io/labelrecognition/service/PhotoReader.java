package io.labelrecognition.service;

import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;

/** Reads the text on a photo. Threads share it: as many photos are read at once as the service has readers. */
@FunctionalInterface
public interface PhotoReader extends AutoCloseable {
    /**
     * @param photo the bytes of an image file; not to be changed
     * @throws UnreadablePhotoException if the bytes are no photo that can be read; the message is shown to the photo's owner
     */
    Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException;

    /** Gets ready, so that the first photo does not have to wait for it. What goes wrong is told to that photo. */
    default void warmUp() {
    }

    @Override
    default void close() {
    }
}
