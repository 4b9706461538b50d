package io.labelrecognition.client.token;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.http.CallFailure;
import io.labelrecognition.client.metrics.Metric;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.wire.AccessTokenReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.RuntimeCamelException;

/**
 * The access tokens of a Camel context: one for each account, asked for once however many photos wait for it, and renewed
 * before it expires.
 *
 * <p>Threads may share it; {@link #token} blocks while another thread is asking for the same token.
 */
public final class AccessTokens {
    /** Where the service does not say how long a token is good, an hour is the rule. A 401 renews one that is not. */
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final TokenRequest request;
    private final Clock clock;
    private final CircuitBreakers circuits;
    private final Metrics metrics;
    /** Of futures: an account whose request hangs must not hold up another that happens to lie beside it in the map. */
    private final AsyncCache<ServiceAccount, Token> tokens;
    /** Those that may ask; gone with the routes that they are of. */
    private final Set<AccessTokenSource> sources = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The call that gets a new token. */
    @FunctionalInterface
    public interface TokenRequest {
        /**
         * @param traced headers of the trace that it is part of
         * @throws Exception whatever the call failed with
         */
        AccessTokenReply send(ServiceAccount account, Map<String, Object> traced) throws Exception;
    }

    /** @param clock what expiry is measured with */
    public AccessTokens(TokenRequest request, CircuitBreakers circuits, Clock clock, Metrics metrics) {
        this.metrics = metrics;
        this.request = request;
        this.circuits = circuits;
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .expireAfter(Expiry.creating((ServiceAccount account, Token token) -> token.life()))
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .buildAsync();
    }

    /**
     * A token that is good for at least a moment.
     *
     * @param traced headers of the trace that asking for it would be part of; looked up where it has to be asked for
     * @throws LabelRecognitionException while the circuit is open, or because the request failed and stopped it
     */
    public String token(ServiceAccount account, Supplier<Map<String, Object>> traced) throws LabelRecognitionException {
        CompletableFuture<Token> mine = new CompletableFuture<>();
        CompletableFuture<Token> token = tokens.get(account, (unused, executor) -> mine);
        if (token == mine) {
            load(account, traced, mine);
        }
        try {
            return token.join().orThrow();
        } catch (CompletionException e) {
            throw RuntimeCamelException.wrapRuntimeException(e.getCause());
        }
    }

    void usedBy(AccessTokenSource source) {
        sources.add(source);
    }

    /** One for each account that a route uses. */
    public Collection<AccessTokenSource> accounts() {
        synchronized (sources) {
            return sources.stream().collect(Collectors.toMap(AccessTokenSource::account, source -> source, (one, same) -> one)).values();
        }
    }

    /** Whether there is a token that is good for at least a moment. */
    boolean has(ServiceAccount account) {
        Token held = tokens.synchronous().getIfPresent(account);
        return held != null && held.trouble() == null;
    }

    /** The service refused this token: it is not handed out again. A newer one, got in the meantime, stays. */
    public void refused(ServiceAccount account, String token) {
        Token held = tokens.synchronous().getIfPresent(account);
        if (held != null && token.equals(held.value())) {
            tokens.synchronous().asMap().remove(account, held);
        }
    }

    /** The circuit that all photos of this account share, by whichever way they go. */
    public CircuitBreaker circuit(ServiceAccount account) {
        return circuits.of(CircuitBreakers.Kind.ACCOUNT, Arrays.asList(account.serviceUrl(), account.clientId(), account.clientSecret()), account.name());
    }

    /** The account's other circuit: open while its calls of the month are spent, whatever else still works. */
    CircuitBreaker budget(ServiceAccount account) {
        return circuits.of(CircuitBreakers.Kind.BUDGET, Arrays.asList(account.serviceUrl(), account.clientId()), account.name());
    }

    /** All who wait for the token get what becomes of this request. */
    private void load(ServiceAccount account, Supplier<Map<String, Object>> traced, CompletableFuture<Token> token) {
        try {
            token.complete(loaded(account, traced.get()));
        } catch (LabelRecognitionException e) {
            // not as an exception: the cache would log it
            token.complete(new Token(null, Duration.ZERO, e));
        } catch (RuntimeException | Error e) {
            token.completeExceptionally(e);
        }
    }

    private Token loaded(ServiceAccount account, Map<String, Object> traced) throws LabelRecognitionException {
        CircuitBreaker circuit = circuit(account);
        LabelRecognitionException trouble = circuit.refusal();
        if (trouble != null) {
            throw trouble;
        }
        AccessTokenReply reply;
        try {
            reply = request.send(account, traced);
        } catch (Exception e) {
            CallFailure failure = CallFailure.of(e);
            metrics.count(Metric.CALLS, account.name(), "token", failure.statusName());
            throw circuit.open(refusal(account, failure), failure.retryAfter(clock.instant(), CircuitBreaker.LONGEST));
        }
        metrics.count(Metric.CALLS, account.name(), "token", "200");
        if (reply == null || reply.accessToken() == null || reply.accessToken().isBlank()) {
            throw circuit.open(new LabelRecognitionException(Reason.UNAVAILABLE,
                    account.serviceUrl() + " answered the token request without a token."), null);
        }
        metrics.count(Metric.TOKEN_RENEWALS, account.name());
        // the circuit is closed only when a call with the token has succeeded: a service may refuse the tokens that it gives
        return new Token(reply.accessToken(), life(reply.expiresIn()), null);
    }

    private static LabelRecognitionException refusal(ServiceAccount account, CallFailure failure) {
        return switch (failure.kind()) {
            case REFUSED, UNAUTHORIZED, FORBIDDEN -> new LabelRecognitionException(Reason.CREDENTIALS,
                    "The credentials are refused (" + failure.summary() + "): check client id and client secret of " + account.name() + ".");
            default -> failure.status() == 429
                    ? new LabelRecognitionException(Reason.CREDENTIALS,
                            "No access token for now (" + failure.summary() + "): too many requests with refused credentials, as a rule.")
                    : new LabelRecognitionException(Reason.UNAVAILABLE,
                            "No access token from " + account.serviceUrl() + " (" + failure.summary() + ").");
        };
    }

    /** The margin is a minute, or a tenth of a short life: a token must not expire on its way. */
    private static Duration life(long expiresInSeconds) {
        Duration stated = expiresInSeconds > 0 ? Duration.ofSeconds(expiresInSeconds) : USUAL_LIFE;
        Duration tenth = stated.dividedBy(10);
        return stated.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }

    /** @param trouble why there is none; such a one is gone as soon as all who waited for it have heard */
    private record Token(String value, Duration life, LabelRecognitionException trouble) {
        String orThrow() throws LabelRecognitionException {
            if (trouble != null) {
                throw trouble;
            }
            return value;
        }

        @Override
        public String toString() {
            return "Token[life=" + life + "]";
        }
    }
}
