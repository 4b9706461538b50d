package io.labelrecognition.client.recognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.http.BrokenOffException;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.wire.RecognitionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;

/**
 * The body that sends a photo: {@code {"image": "…", "settings": {…}}}, written on its way out.
 *
 * <p>Nothing of the photo is held in memory, and the length is known beforehand, so the request is never chunked.
 */
public record RecognitionRequest(Photo photo, RecognitionSettings settings) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] HEAD = "{\"image\":\"".getBytes(StandardCharsets.US_ASCII);

    /** Asked when all but the end of a request is written: nobody acts on one that is not whole. */
    @FunctionalInterface
    public interface LastMoment {
        /** @throws TaskStore.TakenOverException if it must not be sent any more */
        void check() throws TaskStore.TakenOverException;
    }

    public HttpEntity entity(LastMoment lastMoment) throws JsonProcessingException {
        byte[] tail = ("\",\"settings\":" + JSON.writeValueAsString(settings) + "}").getBytes(StandardCharsets.UTF_8);
        long base64 = (photo.length() + 2) / 3 * 4;
        return new EntityTemplate(HEAD.length + base64 + tail.length, ContentType.create("application/json"), null, out -> {
            try {
                out.write(HEAD);
                writePhoto(out);
                lastMoment.check();
                out.write(tail);
            } catch (Photo.ChangedException | TaskStore.TakenOverException e) {
                throw e;
            } catch (IOException e) {
                throw new BrokenOffException(e);
            }
        });
    }

    /** A file that changes while it is sent must not change what was announced. */
    private void writePhoto(OutputStream out) throws IOException {
        OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out));
        try (InputStream in = photo.open()) {
            byte[] buffer = new byte[3 * 8192];
            long left = photo.length();
            while (left > 0) {
                int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    throw new Photo.ChangedException(null);
                }
                base64.write(buffer, 0, read);
                left -= read;
            }
        }
        // before the request is whole: nobody acts on one that is not
        photo.verify();
        base64.close();
    }

    /** Closing the encoder writes the padding; the connection stays open. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
