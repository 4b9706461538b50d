package io.labelrecognition.client.token;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.settings.HostAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.util.StringHelper;

/** The access token of one account: what one use of the Kamelet asks for. The properties are the Kamelet's parameters. */
public final class AccessTokenSource implements CamelContextAware {
    /** What tracers hand on in, by the W3C and by Zipkin. */
    private static final List<String> TRACE_HEADERS = List.of("traceparent", "tracestate", "baggage", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");

    // set once, by the Kamelet's parameters, before the first use
    private CamelContext context;
    private AccessTokens tokens;
    private HostAccount host;
    private String serviceUrl;
    private String clientId;
    private String clientSecret;
    private String proxy;
    private String trustStore;
    private String answerTimeout;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    /** @param clientId behind an equals sign, which keeps Camel from taking it for anything but text; empty for the host's account */
    public void setClientId(String clientId) {
        this.clientId = HostAccount.value(context, clientId.substring(1));
    }

    /** @param clientSecret as the client id */
    public void setClientSecret(String clientSecret) {
        this.clientSecret = HostAccount.value(context, clientSecret.substring(1));
    }

    public void setTokens(AccessTokens tokens) {
        this.tokens = tokens;
        tokens.usedBy(this);
    }

    /** What holds where no account is given. */
    public void setHost(HostAccount host) {
        this.host = host;
    }

    public void setServiceUrl(String serviceUrl) {
        this.serviceUrl = serviceUrl;
    }

    public void setProxy(String proxy) {
        this.proxy = proxy;
    }

    public void setTrustStore(String trustStore) {
        this.trustStore = trustStore;
    }

    public void setAnswerTimeout(String answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    /**
     * The same as {@link #token()}, for a photo: where its host traces and the token has to be asked for, that is part of the photo's trace.
     *
     * @param original the photo's message as it came
     */
    public String tokenFor(@ExchangeProperty("LabelOriginalMessage") Message original) throws LabelRecognitionException {
        return token(() -> {
            Map<String, Object> traced = new HashMap<>();
            for (String header : TRACE_HEADERS) {
                Object value = original.getHeader(header);
                if (value != null) {
                    traced.put(header, value);
                }
            }
            return traced;
        });
    }

    /**
     * A token that is good for at least a moment; waits while it is being asked for.
     *
     * @throws LabelRecognitionException while the service gives none, or because there are no credentials to ask with
     */
    public String token() throws LabelRecognitionException {
        return token(Map::of);
    }

    private String token(Supplier<Map<String, Object>> traced) throws LabelRecognitionException {
        ServiceAccount account = account();
        if (account.clientId() == null || account.clientSecret() == null) {
            throw circuit().open(new LabelRecognitionException(Reason.CREDENTIALS, "There is no account for " + serviceUrl
                    + ": set clientId and clientSecret of the Kamelet, or label.client-id and label.client-secret"
                    + " (LABEL_CLIENT_ID, LABEL_CLIENT_SECRET)."), null);
        }
        return tokens.token(account, traced);
    }

    /** Whether there is a token that is good for at least a moment. */
    public boolean hasToken() {
        return tokens.has(account());
    }

    /** The service did not accept this token. */
    public void refused(String token) {
        tokens.refused(account(), token);
    }

    /** The circuit that is open while the account's calls of the month are spent. */
    public CircuitBreaker budget() {
        return tokens.budget(account());
    }

    /** The circuit that all photos of the account share. */
    public CircuitBreaker circuit() {
        return tokens.circuit(account());
    }

    public ServiceAccount account() {
        boolean isGiven = clientId != null || clientSecret != null;
        return new ServiceAccount(serviceUrl, isGiven ? clientId : host.clientId(), isGiven ? clientSecret : host.clientSecret(),
                StringHelper.trimToNull(proxy), StringHelper.trimToNull(trustStore), answerTimeout);
    }
}
