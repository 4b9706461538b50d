package io.labelrecognition.app;

import static org.awaitility.Awaitility.await;

import io.labelrecognition.client.ScriptedService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the page takes, with a thousand photos behind it and over ten thousand: {@code mvn -q -Pbrowser test -Dtest=PageFiguresIT -Dfigures=true}. */
@EnabledIfSystemProperty(named = "figures", matches = "true")
class PageFiguresIT {
    private static final Path SIGN = Path.of("examples/photos/street-sign-orchard-lane.jpg");

    @TempDir
    private Path directory;

    @Test
    void firstPaintWithAThousandPhotos() throws Exception {
        try (ScriptedService service = new ScriptedService(); Browser browser = new Browser(directory);
             WatchedFolders folders = new WatchedFolders(directory, service, "LABEL_PAGE", "true", "LABEL_LOCAL_PORT", "0")) {
            Files.createDirectories(folders.done);
            Files.createDirectories(folders.outbox);
            for (int i = 0; i < 1000; i++) {
                Files.copy(SIGN, folders.done.resolve(i + ".jpg"), StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(folders.outbox.resolve(i + ".jpg.txt"), ("Orchard Lane " + i + "\n").repeat(8));
            }
            folders.start();
            String page = folders.awaitPage();
            for (int i = 0; i < 3; i++) {
                browser.open(page);
                browser.awaitText("#read-count", "1000");
                Object paint = browser.driver.executeScript("return Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
                Object there = browser.driver.executeScript("return Math.round(performance.now())");
                System.out.println("first paint " + paint + " ms, 1,000 photos there after at most " + there + " ms, visit " + (i + 1));
            }
        }
    }

    @Test
    void memoryOverTenThousandPhotos() throws Exception {
        try (ScriptedService service = new ScriptedService(); Browser browser = new Browser(directory);
             WatchedFolders folders = new WatchedFolders(directory, service, "LABEL_PAGE", "true", "LABEL_LOCAL_PORT", "0", "LABEL_MAX_IN_FLIGHT", "200", "LABEL_REUSE_RESULTS", "0")) {
            service.read = photo -> ("TEXT OF " + new String(photo) + "\n").repeat(8);
            folders.start();
            browser.driver.executeCdpCommand("Performance.enable", Map.of());
            browser.open(folders.awaitPage());
            for (int thousand = 1; thousand <= 10; thousand++) {
                for (int i = 0; i < 1000; i++) {
                    folders.drop(thousand + "-" + i + ".jpg", "photo " + thousand + "-" + i);
                }
                String last = thousand * 1000 + "";
                await().atMost(Duration.ofMinutes(3)).until(() -> folders.done.toFile().list() != null && folders.done.toFile().list().length >= Integer.parseInt(last));
                browser.await().until(driver -> browser.text("#flight-count").equals("0"));
                browser.driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
                double heap = browser.metric("JSHeapUsedSize") / 1048576;
                Object nodes = browser.driver.executeScript("return document.getElementsByTagName('*').length");
                System.out.printf("%d,000 photos: %.2f MB of heap in the page, %s elements%n", thousand, heap, nodes);
            }
        }
    }
}
