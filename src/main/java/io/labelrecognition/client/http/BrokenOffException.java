package io.labelrecognition.client.http;

import java.io.IOException;

/** The body was not whole when the connection broke; what is thrown after that leaves open whether it arrived. */
public final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenOffException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
