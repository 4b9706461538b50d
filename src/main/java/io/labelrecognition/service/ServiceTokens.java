package io.labelrecognition.service;

import io.labelrecognition.client.wire.AccessTokenReply;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The access tokens that this service has issued: 256 random bits each, good for a fixed time.
 *
 * <p>Only digests are kept, of tokens as of credentials. A token is looked up by its digest, so how long that takes says nothing about the
 * tokens there are; credentials are compared in constant time. A pair of credentials that has been wrong five times is locked out for ten
 * minutes. Both memories are bounded; where one is full, the oldest entry goes.
 *
 * <p>Threads may share an instance.
 */
public final class ServiceTokens {
    static final int FAILURES_ALLOWED = 5;
    static final Duration LOCKOUT = Duration.ofMinutes(10);
    static final int GUESSES_ALLOWED = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int REMEMBERED = 10_000;

    private final byte[] clientId;
    private final byte[] clientSecret;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private final Guesses ofOthers = new Guesses();
    private final Guesses ofItself = new Guesses();
    // guarded by this; in the order of expiry, keyed by digest
    private final Map<String, Instant> expiries = new LinkedHashMap<>();
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, Instant forgotten) {
    }

    ServiceTokens(String clientId, String clientSecret, Duration lifetime, Clock clock) {
        this.clientId = digest(clientId);
        this.clientSecret = digest(clientSecret);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Issues a token.
     *
     * @param form the fields of the request: {@code grant_type}, {@code client_id}, {@code client_secret}
     * @param own  whether the application itself asks: it waits for no guesses of others
     * @throws RequestRefusedException if a field is missing, the grant is another, or the credentials are not this service's
     */
    public AccessTokenReply issue(Map<String, String> form, boolean own) {
        String grant = form.get("grant_type");
        String id = form.get("client_id");
        String secret = form.get("client_secret");
        if (grant == null || id == null || secret == null) {
            throw RequestRefusedException.oauth("invalid_request");
        }
        if (!grant.equals("client_credentials")) {
            throw RequestRefusedException.oauth("unsupported_grant_type");
        }
        Guesses guesses = own ? ofItself : ofOthers;
        guesses.slowDown();
        byte[] idDigest = digest(id);
        byte[] secretDigest = digest(secret);
        // both are compared whatever the first says: a right id must not take longer than a wrong one
        if (!(MessageDigest.isEqual(idDigest, clientId) & MessageDigest.isEqual(secretDigest, clientSecret))) {
            throw refuse(text(idDigest) + text(secretDigest), guesses);
        }
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String token = text(bits);
        Instant now = clock.instant();
        synchronized (this) {
            expiries.put(text(digest(token)), now.plus(lifetime));
            tidy(expiries, expiry -> !expiry.isAfter(now));
        }
        return new AccessTokenReply(token, lifetime.toSeconds(), "Bearer");
    }

    /**
     * Looks at the request itself: among the headers of a message are those that a query has given the name of one.
     *
     * @throws RequestRefusedException if it has no token of this service, more than one, or one that has expired
     */
    public void authorize(HttpServerRequest request) {
        List<String> given = request.headers().getAll("Authorization");
        check(given.size() == 1 ? given.get(0) : null);
    }

    /**
     * @param authorization the header of that name, or null
     * @throws RequestRefusedException if it holds no token of this service, or one that has expired
     */
    void check(String authorization) {
        String scheme = "Bearer ";
        if (authorization == null || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
            throw RequestRefusedException.tokenNotAccepted();
        }
        String key = text(digest(authorization.substring(scheme.length()).strip()));
        synchronized (this) {
            Instant expiry = expiries.get(key);
            if (expiry == null || !expiry.isAfter(clock.instant())) {
                throw RequestRefusedException.tokenNotAccepted();
            }
        }
    }

    /** Whoever guesses takes another secret each time: after some, no more than one a second is looked at. Guarded by the tokens. */
    private final class Guesses {
        private int wrong;
        private Instant rememberedUntil = Instant.MIN;
        private Instant nextLook = Instant.MIN;

        void slowDown() {
            synchronized (ServiceTokens.this) {
                Instant now = clock.instant();
                if (!rememberedUntil.isAfter(now)) {
                    wrong = 0;
                }
                if (wrong >= GUESSES_ALLOWED) {
                    if (nextLook.isAfter(now)) {
                        throw RequestRefusedException.lockedOut(BETWEEN_LOOKS);
                    }
                    nextLook = now.plus(BETWEEN_LOOKS);
                }
            }
        }

        void another(Instant now) {
            wrong++;
            rememberedUntil = now.plus(LOCKOUT);
        }
    }

    private synchronized RequestRefusedException refuse(String pair, Guesses guesses) {
        Instant now = clock.instant();
        guesses.another(now);
        tidy(failures, known -> !known.forgotten().isAfter(now));
        Failures before = failures.get(pair);
        if (before != null && before.count() == FAILURES_ALLOWED) {
            return RequestRefusedException.lockedOut(LOCKOUT);
        }
        failures.remove(pair);
        failures.put(pair, new Failures(before == null ? 1 : before.count() + 1, now.plus(LOCKOUT)));
        return RequestRefusedException.oauth("invalid_client");
    }

    /** Removes what is over, and the oldest of what is too many. */
    private static <V> void tidy(Map<String, V> memory, Predicate<V> over) {
        Iterator<V> oldestFirst = memory.values().iterator();
        while (oldestFirst.hasNext() && (over.test(oldestFirst.next()) || memory.size() > REMEMBERED)) {
            oldestFirst.remove();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
