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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** {@code POST /labels} with a photo as the part {@code photo}: the answer is the text on it. */
@RestController
final class LabelEndpoint {
    /** What is not named here has the Kamelet's defaults; failures come back as exceptions, with no error handler of Camel in between. */
    private static final String RECOGNITION = "kamelet:label-recognition-action?serviceUrl=RAW({{label.service-url}})"
            + "&clientId=RAW({{label.client-id}})&clientSecret=RAW({{label.client-secret}})&maxPhotoBytes={{label.max-photo-bytes}}&noErrorHandler=true";

    private final ProducerTemplate camel;

    LabelEndpoint(ProducerTemplate camel) {
        this.camel = camel;
    }

    /** The answer is a future: while the photo is being read, no thread of the server waits for it. */
    @PostMapping(path = "/labels", produces = "text/plain;charset=UTF-8")
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
