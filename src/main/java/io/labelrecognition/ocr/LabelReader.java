package io.labelrecognition.ocr;

/**
 * Reads the text on photos of labels, signs, price tags and plates.
 *
 * <p>Threads may share a reader; the models are loaded once.
 */
public final class LabelReader implements AutoCloseable {
    private LabelReader() {
    }

    /** Loads the models from the class path: some hundred milliseconds. */
    public static LabelReader open() {
        return new LabelReader();
    }

    /**
     * Reads one photo.
     *
     * @param photo   the bytes of an image file
     * @param options how to read it
     * @throws UnreadablePhotoException if the bytes are no image of a known format, or its header asks for more than can be read
     */
    public Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
        throw new UnreadablePhotoException("not built yet");
    }

    @Override
    public void close() {
    }
}
