package io.labelrecognition.examples.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.matching.RequestMatcherExtension;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Tells photos apart for a WireMock that replays a recording: by the SHA-256 of the photo in the request. A host's tests copy this. */
final class PhotoMatcher extends RequestMatcherExtension {
    @Override
    public String getName() {
        return "label-photo";
    }

    @Override
    public MatchResult match(Request request, Parameters parameters) {
        try {
            JsonNode photo = new ObjectMapper().readTree(request.getBody());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(photo.path("image").asText()));
            return MatchResult.of(HexFormat.of().formatHex(hash).equals(parameters.getString("sha256")));
        } catch (IOException | NoSuchAlgorithmException | IllegalArgumentException e) {
            return MatchResult.noMatch();
        }
    }
}
