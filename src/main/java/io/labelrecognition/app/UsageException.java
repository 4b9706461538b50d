package io.labelrecognition.app;

/** The application was started in a way that cannot work; the message says what to change. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
