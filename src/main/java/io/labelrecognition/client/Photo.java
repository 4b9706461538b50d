package io.labelrecognition.client;

import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.io.OutputStream;
import org.apache.camel.WrappedFile;

/**
 * The bytes of a photo, as often as they are wanted: a photo in a file stays there and is streamed, one that comes as a stream is
 * held in memory.
 */
public final class Photo {
    private final Path file;
    private final byte[] bytes;
    private final long length;

    private Photo(Path file, byte[] bytes, long length) {
        this.file = file;
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * The photo in a message body.
     *
     * @param body     bytes, a stream (read here, up to the limit), a path, or a file in any of the forms that Camel has for one
     * @param maxBytes the largest photo that is wanted
     * @throws LabelRecognitionException reason {@code photo}: there is none, it is empty, too large, or cannot be opened
     */
    public static Photo of(Object body, long maxBytes) throws LabelRecognitionException {
        Object content = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        Photo photo;
        try {
            if (content instanceof File local) {
                photo = in(local.toPath());
            } else if (content instanceof Path path) {
                photo = in(path);
            } else if (content instanceof byte[] array) {
                photo = new Photo(null, array, array.length);
            } else if (content instanceof InputStream stream) {
                byte[] read = stream.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
                photo = new Photo(null, read, read.length);
            } else {
                throw new LabelRecognitionException(Reason.PHOTO, "There is no photo in the message: its body is "
                        + (content == null ? "empty." : "a " + content.getClass().getName() + ", not bytes, a stream or a file."));
            }
        } catch (IOException e) {
            throw new LabelRecognitionException(Reason.PHOTO, "The photo cannot be opened: " + e, null, e);
        }
        if (photo.length == 0) {
            throw new LabelRecognitionException(Reason.PHOTO, "The photo is empty: 0 bytes.");
        }
        if (photo.length > maxBytes) {
            throw new LabelRecognitionException(Reason.PHOTO,
                    "The photo is larger than label.max-photo-bytes allows: more than " + maxBytes + " bytes.");
        }
        return photo;
    }

    /** The photo in a file, of whatever size. */
    static Photo in(Path file) throws IOException {
        return new Photo(file, null, Files.size(file));
    }

    /** In bytes, when the photo was taken up. */
    public long length() {
        return length;
    }

    public InputStream open() throws IOException {
        return file != null ? Files.newInputStream(file) : new ByteArrayInputStream(bytes);
    }

    /** SHA-256 of the bytes, in hexadecimal. */
    public String sha256() throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
