package io.labelrecognition.client.http;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/**
 * What went wrong with one call, by what can be done about it.
 *
 * @param status      the HTTP status; 0 where there was no whole answer
 * @param summary     a few words for a message, without anything secret
 * @param retryHeader the {@code Retry-After} header as it came; null where there was none
 */
public record CallFailure(Kind kind, int status, String summary, String retryHeader) {

    /** What is thrown before a byte of the request has left; refused connections are children of {@link ConnectException}. */
    private static final List<Class<?>> BEFORE_THE_REQUEST = List.of(ConnectTimeoutException.class, ConnectionRequestTimeoutException.class,
            UnknownHostException.class, NoRouteToHostException.class, SSLHandshakeException.class);

    public enum Kind {
        /** The server never saw the request: no connection. */
        NOT_CONNECTED,
        /** The connection broke before the request was whole, and nobody acts on one that is not. */
        BROKEN_OFF,
        /** The server may or may not have acted on the request: the connection broke, the answer did not come, or it is a 5xx. */
        UNKNOWN_OUTCOME,
        /** 401: the token is not accepted. */
        UNAUTHORIZED,
        /** 403: these credentials may not do this, or not any more. */
        FORBIDDEN,
        /** 429 and 503: not now. The request was not taken. */
        NOT_NOW,
        /** 400, 404, 413 and their like: the request will never be taken as it is. */
        REFUSED,
        /** An answer came and makes no sense. */
        STRANGE
    }

    /** The HTTP status, for whoever counts; {@code none} where there was no whole answer. */
    public String statusName() {
        return status == 0 ? "none" : String.valueOf(status);
    }

    /** Whether the server is known not to have acted on the request. */
    public boolean isNotTaken() {
        return kind != Kind.UNKNOWN_OUTCOME && kind != Kind.STRANGE;
    }

    public static CallFailure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return of(answer);
            }
            if (isAboutTheCertificate(cause)) {
                return new CallFailure(Kind.NOT_CONNECTED, 0, certificate(cause), null);
            }
            if (BEFORE_THE_REQUEST.stream().anyMatch(cause.getClass()::equals) || cause instanceof ConnectException) {
                return new CallFailure(Kind.NOT_CONNECTED, 0, "no connection: " + cause.getMessage(), null);
            }
            if (cause instanceof BrokenOffException) {
                return new CallFailure(Kind.BROKEN_OFF, 0, "the connection broke off: " + cause.getMessage(), null);
            }
            if (cause instanceof JacksonException) {
                return new CallFailure(Kind.STRANGE, 200, "the answer is not the JSON that was expected", null);
            }
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new CallFailure(Kind.UNKNOWN_OUTCOME, 0, cause.getClass().getSimpleName() + ": " + cause.getMessage(), null);
            }
        }
        return new CallFailure(Kind.STRANGE, 0, thrown.toString(), null);
    }

    /** Handshakes fail for other reasons, too: no cipher in common, say. */
    private static boolean isAboutTheCertificate(Throwable thrown) {
        return thrown instanceof SSLPeerUnverifiedException
                || thrown instanceof SSLHandshakeException && thrown.getCause() instanceof CertificateException;
    }

    /** What is said at the bottom is what a reader understands: above it stand the names of Java's classes. */
    private static String certificate(Throwable thrown) {
        Throwable bottom = thrown;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        // expired, or for another host: whom to trust is not the question
        boolean ofItsOwn = bottom instanceof SSLPeerUnverifiedException || bottom instanceof CertificateException;
        return "its certificate is not accepted: " + bottom.getMessage()
                + (ofItsOwn ? "" : "; label.trust-store names the authorities to trust");
    }

    private static CallFailure of(HttpOperationFailedException answer) {
        int status = answer.getStatusCode();
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            return new CallFailure(Kind.NOT_CONNECTED, status, "HTTP 407: the proxy wants credentials, and has none from us", null);
        }
        Kind kind = switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 429, 503 -> Kind.NOT_NOW;
            case 408 -> Kind.UNKNOWN_OUTCOME;
            default -> {
                if (status >= 500 && status <= 599) {
                    yield Kind.UNKNOWN_OUTCOME;
                }
                yield status >= 400 && status <= 499 ? Kind.REFUSED : Kind.STRANGE;
            }
        };
        return new CallFailure(kind, status, "HTTP " + status, answer.getResponseHeaders().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(HttpHeaders.RETRY_AFTER))
                .map(header -> header.getValue().trim()).findFirst().orElse(null));
    }

    /**
     * What the server asks to wait, as seconds or as an HTTP date.
     *
     * @param longest a server that says "in ten days" is asked again sooner
     * @return null where it asks for nothing, or for something that is neither; never negative
     */
    public Duration retryAfter(Instant now, Duration longest) {
        Duration asked;
        if (retryHeader == null) {
            return null;
        } else if (retryHeader.matches("\\d{1,12}")) {
            asked = Duration.ofSeconds(Long.parseLong(retryHeader));
        } else {
            try {
                asked = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryHeader)));
            } catch (DateTimeException e) {
                return null;
            }
        }
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
