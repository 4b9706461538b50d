package io.labelrecognition.examples.brokers;

import java.nio.file.Path;

class JmsTest extends RedeliveryContract {
    @Override
    String recipe() {
        return "jms";
    }

    @Override
    Engine engine(Path folder) throws Exception {
        return new Artemis(folder);
    }
}
