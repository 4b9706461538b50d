package io.labelrecognition.client.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the token endpoint answers.
 *
 * @param accessToken opaque to the client; a secret
 * @param expiresIn   seconds for which the token is good, from now
 * @param tokenType   {@code Bearer}, in any case
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AccessTokenReply(@JsonProperty("access_token") String accessToken,
                               @JsonProperty("expires_in") long expiresIn,
                               @JsonProperty("token_type") String tokenType) {
    @Override
    public String toString() {
        return "AccessTokenReply[expiresIn=" + expiresIn + ", tokenType=" + tokenType + "]";
    }
}
