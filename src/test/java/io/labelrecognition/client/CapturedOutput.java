package io.labelrecognition.client;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Everything that goes to standard output and standard error, the log included, for as long as this is open. It goes there too. */
public final class CapturedOutput implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    public CapturedOutput() {
        System.setOut(both(out));
        System.setErr(both(err));
    }

    private PrintStream both(PrintStream usual) {
        return new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                captured.write(b);
                usual.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                captured.write(bytes, offset, count);
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
        System.setOut(out);
        System.setErr(err);
    }
}
