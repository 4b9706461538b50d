package io.labelrecognition.client.recognition;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.files.FileIdentity;
import io.labelrecognition.client.files.JpegEnd;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.camel.WrappedFile;

/**
 * The bytes of a photo, as often as they are wanted: a photo in a file stays there and is streamed, one that comes as a stream is
 * held in memory.
 */
public final class Photo {
    private static final long LARGE = 1 << 28;

    private final Path file;
    private final byte[] bytes;
    private final FileIdentity identity;
    private final long length;

    private Photo(Path file, FileIdentity identity, byte[] bytes) {
        this.file = file;
        this.identity = identity;
        this.bytes = bytes;
        this.length = identity == null ? bytes.length : identity.size();
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
                photo = new Photo(null, null, array);
            } else if (content instanceof InputStream stream) {
                byte[] read = stream.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
                photo = new Photo(null, null, read);
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
    public static Photo in(Path file) throws IOException {
        return new Photo(file, FileIdentity.of(file), null);
    }

    /** In bytes, when the photo was taken up. */
    public long length() {
        return length;
    }

    /** @throws ChangedException if there is another photo in its place by now, or none */
    public InputStream open() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(bytes);
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new ChangedException(e);
        }
    }

    /**
     * To be asked when the bytes have been read: whether they were those of the photo that was taken up.
     *
     * @throws ChangedException if they may be another's
     */
    void verify() throws ChangedException {
        if (file != null) {
            try {
                if (!identity.equals(FileIdentity.of(file))) {
                    throw new ChangedException(null);
                }
            } catch (ChangedException e) {
                throw e;
            } catch (IOException e) {
                throw new ChangedException(e);
            }
        }
    }

    /** The photo is not the one any more that was taken up. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedException(IOException cause) {
            super("The photo was replaced, or is gone.", cause);
        }
    }

    /** Whether it is a JPEG that ends before its end marker: what is missing of it is missing in its text. */
    boolean isCutJpeg() throws IOException {
        return file != null ? JpegEnd.isMissing(file) : JpegEnd.isMissing(bytes);
    }

    /** SHA-256 as {@link #sha256()} has it; null where it takes long to make, as of a file that is no photo any more. */
    public String sha256IfSmall() throws IOException {
        return length > LARGE ? null : sha256();
    }

    /** SHA-256 of the bytes, in hexadecimal. */
    public String sha256() throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            verify();
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
