package io.labelrecognition.examples.brokers;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** An S3 server that keeps its objects on disk, with the claim checks in a broker. */
final class S3 extends Artemis {
    private final LocalS3 server;
    private final String url;
    private final S3Client client;

    S3(Path folder) throws Exception {
        super(folder);
        int port = Ports.free();
        server = LocalS3.builder().port(port).mode(LocalS3Mode.PERSISTENCE)
                .dataPath(Files.createDirectories(folder.resolve("s3")).toString()).build();
        server.start();
        url = "http://127.0.0.1:" + port;
        client = S3Client.builder().endpointOverride(URI.create(url)).region(Region.EU_CENTRAL_1).forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a-key", "a-secret-key"))).build();
        client.createBucket(bucket -> bucket.bucket("photos"));
        client.createBucket(bucket -> bucket.bucket("texts"));
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(super.settings());
        settings.putAll(Map.of("camel.component.aws2-s3.override-endpoint", "true", "camel.component.aws2-s3.uri-endpoint-override", url,
                "camel.component.aws2-s3.force-path-style", "true", "camel.component.aws2-s3.use-default-credentials-provider", "false",
                "camel.component.aws2-s3.access-key", "a-key", "camel.component.aws2-s3.secret-key", "a-secret-key"));
        return settings;
    }

    @Override
    public void put(String name, byte[] photo) throws jakarta.jms.JMSException {
        client.putObject(object -> object.bucket("photos").key(name), RequestBody.fromBytes(photo));
        claim(name);
    }

    /** Puts the name of a photo on the queue, whether there is one or not. */
    void claim(String name) throws jakarta.jms.JMSException {
        send(session().createTextMessage(name), name);
    }

    @Override
    public String text(String name) {
        try {
            return client.getObjectAsBytes(object -> object.bucket("texts").key(name + ".txt")).asUtf8String();
        } catch (NoSuchKeyException e) {
            return null;
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
        super.close();
        server.shutdown();
    }
}
