package io.labelrecognition.service;

import java.time.Duration;

/**
 * A request that is not served, with the whole reply that says so: a problem details document, or at the token endpoint an OAuth error.
 * Nothing in it comes from the inside of the service, and it has no stack trace: refusing is part of the day's work.
 */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String contentType;
    private final transient Object body;
    private final String challenge;
    private final Long retryAfter;

    private RequestRefusedException(int status, String contentType, Object body, String challenge, Duration retryAfter) {
        super(status + " " + body, null, false, false);
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.challenge = challenge;
        this.retryAfter = retryAfter == null ? null : retryAfter.toSeconds();
    }

    /**
     * @param title what this kind of problem is called, the same for each of its kind
     * @param detail what is wrong with this request, and what to do
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
     */
    record ProblemDetails(String type, String title, int status, String detail) {
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, 5.2</a> */
    record OAuthError(String error) {
    }

    static RequestRefusedException foreignHost() {
        return problem(403, "Forbidden", "This service answers to localhost, 127.0.0.1 and [::1] only.", null, null);
    }

    static RequestRefusedException tokenNotAccepted() {
        return problem(401, "Unauthorized", "The access token is missing, unknown or expired: get one from /connect/token.", "Bearer", null);
    }

    /** @param what the request, or the part of it that is too large */
    static RequestRefusedException tooLarge(String what, long limit) {
        return problem(413, "Content Too Large", what + " is larger than the " + limit + " bytes that are taken here.", null, null);
    }

    static RequestRefusedException tooSlow() {
        return problem(408, "Request Timeout", "The body of the request did not arrive in time.", null, null);
    }

    static RequestRefusedException malformed(String detail) {
        return problem(400, "Bad Request", detail, null, null);
    }

    static RequestRefusedException busy(Duration retryAfter) {
        return problem(503, "Service Unavailable", "As many photos are waiting as can be kept: send this one again later.", null, retryAfter);
    }

    static RequestRefusedException oauth(String error) {
        return new RequestRefusedException(400, "application/json", new OAuthError(error), null, null);
    }

    static RequestRefusedException lockedOut(Duration retryAfter) {
        return new RequestRefusedException(429, "application/json", new OAuthError("invalid_client"), null, retryAfter);
    }

    private static RequestRefusedException problem(int status, String title, String detail, String challenge, Duration retryAfter) {
        return new RequestRefusedException(status, "application/problem+json",
                new ProblemDetails("about:blank", title, status, detail), challenge, retryAfter);
    }

    public int getStatus() {
        return status;
    }

    public String getContentType() {
        return contentType;
    }

    /** What the body says; to be written as JSON. */
    public Object getBody() {
        return body;
    }

    /** The value of {@code WWW-Authenticate}, or null. */
    public String getChallenge() {
        return challenge;
    }

    /** Seconds, or null. */
    public Long getRetryAfter() {
        return retryAfter;
    }
}
