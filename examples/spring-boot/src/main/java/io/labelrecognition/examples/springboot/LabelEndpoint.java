package io.labelrecognition.examples.springboot;

import io.labelrecognition.client.LabelRecognitionException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * {@code POST /labels} with a photo, as the body or as the part {@code photo} of a form: the answer is the text on it. What is refused is
 * answered with problem details (RFC 9457), by Spring where Spring refuses it.
 */
@RestController
final class LabelEndpoint {
    /** Service, account and all else are the label settings of this application. */
    private static final String RECOGNITION = "kamelet:label-recognition-action";

    private final ProducerTemplate camel;

    LabelEndpoint(ProducerTemplate camel, @Value("${label.client-id:}") String clientId, @Value("${label.client-secret:}") String clientSecret) {
        if (clientId.isBlank() || clientSecret.isBlank()) {
            throw new IllegalStateException("There is no account: set LABEL_CLIENT_ID and LABEL_CLIENT_SECRET.");
        }
        this.camel = camel;
    }

    /** The photo as the body itself. */
    @PostMapping(path = "/labels", consumes = {"image/*", "application/octet-stream"}, produces = "text/plain;charset=UTF-8")
    CompletableFuture<String> read(@RequestBody byte[] photo) {
        return camel.asyncRequestBody(RECOGNITION, photo, String.class);
    }

    /** The answer is a future: while the photo is being read, no thread of the server waits for it. */
    @PostMapping(path = "/labels", consumes = "multipart/form-data", produces = "text/plain;charset=UTF-8")
    CompletableFuture<String> read(@RequestParam("photo") MultipartFile photo) throws IOException {
        return camel.asyncRequestBody(RECOGNITION, photo.getBytes(), String.class);
    }

    /** A photo that cannot be read is the caller's to change; trouble with the service may be over on the next try. */
    @ExceptionHandler({CamelExecutionException.class, CompletionException.class})
    ProblemDetail failed(Exception thrown) throws Exception {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LabelRecognitionException failure) {
                ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                        failure.isRetryable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_ENTITY, failure.getMessage());
                problem.setProperty("reason", failure.getReason().toString());
                problem.setProperty("taskId", failure.getTaskId());
                return problem;
            }
        }
        throw thrown;
    }
}
