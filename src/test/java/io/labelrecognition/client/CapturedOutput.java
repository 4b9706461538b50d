package io.labelrecognition.client;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Everything that goes to standard output and standard error, the log included, for as long as this is open. It goes there too. Several may be
 * open at once, in tests that run at once: each has all that the process prints.
 */
public final class CapturedOutput implements AutoCloseable {
    private static final List<ByteArrayOutputStream> OPEN = new CopyOnWriteArrayList<>();
    private static PrintStream out;
    private static PrintStream err;

    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    public CapturedOutput() {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                out = System.out;
                err = System.err;
                System.setOut(captured(out));
                System.setErr(captured(err));
            }
            OPEN.add(captured);
        }
    }

    private static PrintStream captured(PrintStream usual) {
        return new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                OPEN.forEach(open -> open.write(b));
                usual.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                OPEN.forEach(open -> open.write(bytes, offset, count));
                usual.write(bytes, offset, count);
            }
        }, true, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (OPEN.remove(captured) && OPEN.isEmpty()) {
                System.setOut(out);
                System.setErr(err);
            }
        }
    }
}
