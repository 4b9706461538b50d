package io.labelrecognition.client.inbox;

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

class ResilientSchedulerTest {
    @TempDir
    private Path directory;

    @Test
    void aFolderIsWatchedOnAfterAnErrorInAPoll() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        InboxFolders folders = new InboxFolders();
        folders.setInbox(directory.toString());
        InProgressRepository inProgress = new InProgressRepository();
        ResilientScheduler polls = new ResilientScheduler();
        polls.setFolders(folders);
        polls.setProgress(new InboxProgress());
        polls.setPhotos(new InboxPhotos());
        polls.setInProgress(inProgress);
        Main main = new Main();
        main.bind("polls", polls);
        main.bind("inProgress", inProgress);
        main.bind("filter", (GenericFileFilter<Object>) (GenericFile<Object> file) -> {
            // at the fourth of five: three are noted as being in progress by then
            if (looks.incrementAndGet() == 4) {
                throw new OutOfMemoryError("no room for a listing");
            }
            return true;
        });
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory + "?scheduler=#polls&filter=#bean:filter&inProgressRepository=#bean:inProgress&initialDelay=0&delay=50").to("mock:end");
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                Files.writeString(directory.resolve("" + i), "a");
            }
            main.start();
            await().until(() -> {
                try (var done = Files.list(Files.createDirectories(directory.resolve(".camel")))) {
                    return done.count() == 5;
                }
            });
        } finally {
            main.stop();
        }
    }
}
