package io.labelrecognition.client.token;

import io.labelrecognition.client.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * An account at a service, and the way there. Equal accounts share one access token.
 *
 * @param serviceUrl    base URL of the service, without a slash at the end
 * @param clientSecret  a secret: kept out of {@link #toString()}
 * @param proxy         URL of an HTTP proxy; null for none
 * @param trustStore    file with the certificate authorities to trust; null for the usual ones
 * @param answerTimeout how long the service may be silent before a call is given up, as Camel writes durations
 */
public record ServiceAccount(String serviceUrl, String clientId, String clientSecret, String proxy, String trustStore,
                             String answerTimeout) {

    /** What it is called in messages: several accounts may be at one service. */
    public String name() {
        return serviceUrl + (clientId == null ? "" : " (" + Printable.of(clientId) + ")");
    }

    /** The body of the token request: form-encoded, whatever characters the secret has. */
    public HttpEntity form() {
        return new UrlEncodedFormEntity(List.of(
                new BasicNameValuePair("grant_type", "client_credentials"),
                new BasicNameValuePair("client_id", clientId),
                new BasicNameValuePair("client_secret", clientSecret)), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + serviceUrl + ", " + clientId + "]";
    }
}
