package io.labelrecognition.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingPollsTest {
    @TempDir
    private Path directory;

    @Test
    void aFolderIsWatchedOnAfterAnErrorInAPoll() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        Main main = new Main();
        main.bind("polls", new LastingPolls());
        main.bind("filter", (GenericFileFilter<Object>) (GenericFile<Object> file) -> {
            if (polls.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("no room for a listing");
            }
            return true;
        });
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory + "?scheduler=#polls&filter=#bean:filter&initialDelay=0&delay=50").to("mock:end");
            }
        });
        try {
            main.start();
            Files.writeString(directory.resolve("a"), "a");
            await().atMost(20, SECONDS).until(() -> Files.exists(directory.resolve(".camel/a")));
        } finally {
            main.stop();
        }
    }
}
