package io.labelrecognition.ocr;

/** The bytes are not a photo that can be read. The message says why, in words for the photo's owner. */
public final class UnreadablePhotoException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadablePhotoException(String message) {
        super(message);
    }

    public UnreadablePhotoException(String message, Throwable cause) {
        super(message, cause);
    }
}
