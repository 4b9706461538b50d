package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Takes the pictures of the README: {@code mvn -q -Pbrowser test -Dtest=ScreenshotsIT -Dscreenshots=docs}. */
class ScreenshotsIT {
    private static final List<String> PHOTOS = List.of("price-tag-loaf.jpg", "number-plate-long.jpg", "street-sign-orchard-lane.jpg", "food-label-jar.jpg",
            "street-sign-blades.jpg");

    @TempDir
    private Path directory;

    @Test
    void thePageAndAPhotoThatWasRead() throws Exception {
        Path pictures = Path.of(System.getProperty("screenshots", "target/screenshots"));
        Files.createDirectories(pictures);
        try (ScriptedService unused = new ScriptedService(); Browser browser = new Browser(directory);
             WatchedFolders folders = new WatchedFolders(directory, unused, "LABEL_SERVICE_URL", "", "LABEL_PAGE", "true", "LABEL_LOCAL_PORT", "0", "LABEL_CALLS_PER_MONTH", "1000",
                     "LABEL_PREVIEW", "true")) {
            folders.start();
            browser.open(folders.awaitPage());
            folders.drop("holiday.jpg", "This is no photo");
            browser.awaitText("#failed h3", "holiday.jpg");
            for (String photo : PHOTOS) {
                Files.copy(Path.of("examples/photos", photo), folders.inbox.resolve(photo));
                browser.awaitText("#read h3", photo);
            }
            // the paths of whoever takes the pictures are nobody's business
            browser.driver.executeScript("const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
                    + "while (walk.nextNode()) { walk.currentNode.data = walk.currentNode.data.replaceAll(arguments[0], '/labels'); }", directory.toString());
            WebElement first = browser.find("#read li");
            new Actions(browser.driver).moveToElement(first).perform();
            browser.find("#read svg polygon.over");
            new Actions(browser.driver).moveToElement(browser.find("#read pre span")).perform();
            browser.await().until(driver -> Boolean.TRUE.equals(browser.driver.executeScript(
                    "return [...document.images].every((image) => image.complete)")));
            browser.driver.executeScript("scrollTo(0, 0)");
            for (String scheme : List.of("light", "dark")) {
                browser.scheme(scheme);
                browser.size(1100, 1250);
                take(browser, pictures.resolve("page-" + scheme + ".png"));
            }
            browser.scheme("light");
            browser.size(420, 1250);
            take(browser, pictures.resolve("page-narrow.png"));
            try (Stream<Path> previews = Files.list(folders.outbox)) {
                Path preview = previews.filter(file -> file.toString().endsWith("street-sign-blades.jpg.preview.png")).findFirst().orElseThrow();
                BufferedImage whole = ImageIO.read(preview.toFile());
                BufferedImage small = new BufferedImage(800, 800 * whole.getHeight() / whole.getWidth(), BufferedImage.TYPE_INT_RGB);
                small.getGraphics().drawImage(whole.getScaledInstance(small.getWidth(), small.getHeight(), Image.SCALE_AREA_AVERAGING), 0, 0, null);
                assertTrue(ImageIO.write(small, "jpeg", pictures.resolve("preview.jpg").toFile()));
            }
        }
    }

    private static void take(Browser browser, Path picture) throws Exception {
        File taken = browser.driver.getScreenshotAs(OutputType.FILE);
        Files.copy(taken.toPath(), picture, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(Files.size(picture) > 10_000, "there is something to be seen");
    }
}
