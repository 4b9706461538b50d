package io.labelrecognition.examples.brokers;

import java.nio.file.Path;

class KafkaTest extends RedeliveryContract {
    @Override
    String recipe() {
        return "kafka";
    }

    @Override
    Engine engine(Path folder) throws Exception {
        return new Kafka(folder);
    }
}
