package io.labelrecognition.examples.brokers;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class S3Test extends RedeliveryContract {
    private S3 bucket;

    @Override
    String recipe() {
        return "s3";
    }

    @Override
    Engine engine(Path folder) throws Exception {
        bucket = new S3(folder);
        return bucket;
    }

    @Test
    void aClaimForAPhotoThatIsNotThereComesToRestWithItsReason() throws Exception {
        node();
        bucket.claim("gone");
        await().until(() -> bucket.failure("gone") != null);
        await().until(bucket::isDone);
    }
}
