package io.labelrecognition.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * One line at the lower end of a terminal that says how far the work is, brought up to date each second. What else is printed there stands above
 * it. Where standard error is no terminal, nothing is shown.
 */
final class TerminalLine implements AutoCloseable {
    /** To the first column; clear to the end. */
    private static final String CLEAR = "\r\u001B[K";
    private static final Path ERROR_OUTPUT = Path.of("/proc/self/fd/2");
    private static final int WIDTH = 100;

    private final PrintStream terminal;
    private final Supplier<Object> state;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "label-progress");
        thread.setDaemon(true);
        return thread;
    });

    // guarded by the terminal
    private boolean shown;

    private TerminalLine(PrintStream terminal, Supplier<Object> state) {
        this.terminal = terminal;
        this.state = state;
    }

    /**
     * Shows the line on standard error from now on, if that is a terminal; what else is printed there finds room.
     *
     * @param state what it says; null for nothing
     */
    static TerminalLine show(Supplier<Object> state) {
        TerminalLine line = new TerminalLine(System.err, state);
        if (isTerminal()) {
            System.setErr(new PrintStream(line.new Above(), true, StandardCharsets.UTF_8));
            line.clock.scheduleAtFixedRate(line::draw, 1, 1, TimeUnit.SECONDS);
        }
        return line;
    }

    private static boolean isTerminal() {
        String kind = System.getenv("TERM");
        if (kind == null || kind.equals("dumb")) {
            return false;
        }
        try {
            return Files.readSymbolicLink(ERROR_OUTPUT).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return System.console() != null;
        }
    }

    /** The same terminal, for others. */
    private final class Above extends OutputStream {
        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            above(() -> {
                terminal.write(bytes, from, length);
                return length;
            });
        }
    }

    /** Prints something, to this terminal or to what may be the same one. */
    int above(IntSupplier printing) {
        synchronized (terminal) {
            hide();
            int outcome = printing.getAsInt();
            terminal.flush();
            return outcome;
        }
    }

    private void draw() {
        synchronized (terminal) {
            Object now = state.get();
            hide();
            if (now != null) {
                String words = now.toString();
                terminal.print(words.substring(0, Math.min(WIDTH, words.length())));
                terminal.flush();
                shown = true;
            }
        }
    }

    private void hide() {
        if (shown) {
            terminal.print(CLEAR);
            terminal.flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (terminal) {
            hide();
        }
    }
}
