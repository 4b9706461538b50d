package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.HttpProxy;
import io.labelrecognition.client.ScriptedService;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inbox whose proxy is away for a while. */
class ProxyOutageTest {
    @Test
    void thePhotosStayUntilTheProxyIsThere(@TempDir Path directory) throws Exception {
        try (ScriptedService service = new ScriptedService(); CapturedOutput output = new CapturedOutput()) {
            int port;
            try (HttpProxy before = new HttpProxy(service)) {
                port = before.port();
            }
            try (WatchedFolders folders = new WatchedFolders(directory, service, "LABEL_PROXY", "http://127.0.0.1:" + port)) {
                folders.drop("a.png", "A");
                folders.start();
                await().until(() -> output.toString().contains("127.0.0.1:" + port + " failed: Connection refused"));
                assertEquals(Map.of("a.png", "A"), WatchedFolders.files(folders.inbox));
                assertEquals(Map.of(), WatchedFolders.files(folders.failed));
                assertEquals(0, service.tokenRequests.size());
                try (HttpProxy proxy = new HttpProxy(port, service)) {
                    WatchedFolders.awaitFiles(folders.done, "a.png", "A");
                    WatchedFolders.awaitFiles(folders.outbox, "a.png.txt", "TEXT\n");
                    assertEquals(1, service.posts.size());
                    assertEquals(3, proxy.requests().size());
                }
            }
        }
    }
}
