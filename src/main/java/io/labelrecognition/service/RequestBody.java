package io.labelrecognition.service;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request as a stream, for a worker thread to read while it arrives. It is taken from the network only as fast as it is read,
 * a few chunks ahead, so that a photo is in memory once, decoded, and not a second time as Base64.
 *
 * <p>Expects a request that is paused, as it comes from a {@code platform-http} consumer with {@code useBodyHandler=false}.
 */
public final class RequestBody extends InputStream {
    private static final int CHUNKS_AHEAD = 8;
    /** Between two parts of a body. */
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Object END = new Object();

    private final HttpServerRequest request;
    private final long limit;
    private final long deadline;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

    // the reading thread's own
    private Buffer chunk = Buffer.buffer(0);
    private int position;
    private long received;
    private boolean ended;

    /**
     * @param limit    bytes that the body may have
     * @param patience until when it has to be complete, from now
     * @throws RequestRefusedException if the request itself says that it is larger
     */
    public RequestBody(HttpServerRequest request, long limit, Duration patience) {
        if (declaredLength(request) > limit) {
            throw RequestRefusedException.tooLarge("The request", limit);
        }
        this.request = request;
        this.limit = limit;
        this.deadline = System.nanoTime() + patience.toNanos();
        request.handler(arrived::add);
        request.endHandler(nothing -> arrived.add(END));
        request.exceptionHandler(arrived::add);
        askFor(request);
        fetch(CHUNKS_AHEAD);
    }

    /** Lets a client send its body that has asked whether it should. */
    static void askFor(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    /** The length of which the request speaks, in bytes; -1 where it does not say. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws RequestRefusedException if the body is larger than the limit, or slower than the patience
     * @throws IOException             if the connection ends before the body does
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == chunk.length()) {
            if (ended || !next()) {
                return -1;
            }
        }
        int count = Math.min(length, chunk.length() - position);
        chunk.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    private boolean next() throws IOException {
        Object event = await();
        if (event == END) {
            ended = true;
            return false;
        }
        if (event instanceof Throwable failure) {
            throw new IOException("the body of the request ended early", failure);
        }
        chunk = (Buffer) event;
        position = 0;
        received += chunk.length();
        if (received > limit) {
            throw RequestRefusedException.tooLarge("The request", limit);
        }
        fetch(1);
        return true;
    }

    private void fetch(int chunks) {
        try {
            request.fetch(chunks);
        } catch (IllegalStateException e) {
            // over HTTP/2 the request does not take it well that it ended meanwhile; what arrived before is in the queue
        }
    }

    private Object await() throws IOException {
        long quiet = System.nanoTime();
        try {
            Object event = arrived.poll();
            while (event == null) {
                // a connection that closed before the handlers were set never tells them: look at once, and now and then
                if (request.response().closed()) {
                    throw new IOException("the connection was closed");
                }
                if (System.nanoTime() - deadline > 0 || System.nanoTime() - quiet > SILENCE.toNanos()) {
                    throw RequestRefusedException.tooSlow();
                }
                event = arrived.poll(100, TimeUnit.MILLISECONDS);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service is stopping");
        }
    }
}
