package io.labelrecognition.examples.brokers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker that is its own controller. */
final class Kafka implements Engine {
    private static final String PHOTOS = "label.photos";
    private static final int PARTITIONS = 2;

    private final Path folder;
    private final KafkaRaftServer broker;
    private final String address = "127.0.0.1:" + Ports.free();
    private final Admin admin;
    private final KafkaProducer<String, byte[]> photos;
    private final KafkaConsumer<String, byte[]> failed;
    private final Map<String, String> failures = new HashMap<>();

    Kafka(Path folder) throws Exception {
        this.folder = folder;
        String data = folder.resolve("kafka").toString();
        String controller = "127.0.0.1:" + Ports.free();
        Properties settings = new Properties();
        settings.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", "controller.quorum.voters", "1@" + controller,
                "listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller, "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs", data));
        // one broker, and none of the patience that is meant for many
        settings.putAll(Map.of("offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0", "group.min.session.timeout.ms", "1000", "auto.create.topics.enable", "false"));
        new Formatter().setNodeId(1).setClusterId(Uuid.randomUuid().toString()).addDirectory(data).setMetadataLogDirectory(data)
                .setControllerListenerName("CONTROLLER").setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream())).run();
        broker = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        broker.startup();
        Map<String, Object> client = Map.of("bootstrap.servers", address);
        admin = Admin.create(client);
        admin.createTopics(List.of(topic(PHOTOS), topic("label.texts"), topic("label.photos.failed"))).all().get();
        photos = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
        failed = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
        failed.assign(partitions("label.photos.failed"));
        failed.seekToBeginning(failed.assignment());
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, PARTITIONS, (short) 1);
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS).mapToObj(partition -> new TopicPartition(topic, partition)).toList();
    }

    @Override
    public Map<String, String> settings() {
        // a killed consumer is missed after that; 45 seconds as a rule
        return Map.of("brokers.kafka", address, "camel.component.kafka.session-timeout-ms", "3000", "camel.component.kafka.heartbeat-interval-ms", "500");
    }

    @Override
    public void put(String name, byte[] photo) throws Exception {
        photos.send(new ProducerRecord<>(PHOTOS, name, photo)).get();
    }

    @Override
    public String text(String name) throws IOException {
        return Engine.dropped(folder, name);
    }

    @Override
    public String failure(String name) {
        failed.poll(Duration.ofMillis(100)).forEach(record -> failures.put(record.key(),
                new String(record.headers().lastHeader("LabelFailure").value(), StandardCharsets.UTF_8)));
        return failures.get(name);
    }

    @Override
    public boolean isDone() throws Exception {
        var committed = admin.listConsumerGroupOffsets("label-recognition").partitionsToOffsetAndMetadata().get();
        for (TopicPartition partition : partitions(PHOTOS)) {
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
            if (end > 0 && (committed.get(partition) == null || committed.get(partition).offset() < end)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        failed.close();
        photos.close();
        admin.close();
        broker.shutdown();
        broker.awaitShutdown();
    }
}
