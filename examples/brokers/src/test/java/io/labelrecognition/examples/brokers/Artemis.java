package io.labelrecognition.examples.brokers;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** An Artemis broker that keeps its messages on disk, set as the recipe asks for. */
class Artemis implements Engine {
    private static final String PHOTOS = "label.photos";
    private static final String NAME = "LabelPhoto";

    private final Path folder;
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String url = "tcp://127.0.0.1:" + Ports.free();
    private final ActiveMQConnectionFactory connections;
    private final JMSContext session;
    private final Map<String, String> failures = new HashMap<>();

    Artemis(Path folder) throws Exception {
        this.folder = folder;
        Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false).setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("artemis/journal").toString())
                .setBindingsDirectory(folder.resolve("artemis/bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("artemis/large").toString())
                .setPagingDirectory(folder.resolve("artemis/paging").toString())
                .addAcceptorConfiguration("tcp", url)
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(500));
        broker.setConfiguration(configuration).start();
        connections = new ActiveMQConnectionFactory(url);
        session = connections.createContext();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("brokers.jms", url);
    }

    @Override
    public void put(String name, byte[] photo) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(photo);
        send(message, name);
    }

    final void send(Message message, String name) throws JMSException {
        message.setStringProperty(NAME, name);
        session.createProducer().send(session.createQueue(PHOTOS), message);
    }

    final JMSContext session() {
        return session;
    }

    @Override
    public String text(String name) throws IOException {
        return Engine.dropped(folder, name);
    }

    @Override
    public String failure(String name) throws Exception {
        try (JMSConsumer consumer = session.createConsumer(session.createQueue("label.photos.failed"))) {
            for (Message message = consumer.receive(100); message != null; message = consumer.receive(100)) {
                failures.put(message.getStringProperty(NAME), message.getStringProperty("LabelFailure"));
            }
        }
        return failures.get(name);
    }

    @Override
    public boolean isDone() {
        Queue photos = broker.getActiveMQServer().locateQueue(SimpleString.of(PHOTOS));
        return photos == null || photos.getMessageCount() == 0;
    }

    @Override
    public void close() throws Exception {
        session.close();
        connections.close();
        broker.stop();
    }
}
