package io.labelrecognition.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The page, as a person sees it. */
class PageBrowserIT {
    private static final Path SIGN = Path.of("examples/photos/street-sign-orchard-lane.jpg").toAbsolutePath();

    @TempDir
    private Path directory;
    private ScriptedService service;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        service = new ScriptedService();
        browser = new Browser(directory);
    }

    @AfterEach
    void close() {
        // what the policy of the page forbids, and what fails in its code, stands in the console
        List<String> console = browser.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString)
                .filter(line -> line.contains("Content Security Policy") || line.contains("Uncaught")).toList();
        browser.close();
        service.close();
        assertEquals(List.of(), console);
    }

    private WatchedFolders cloud(String... variables) throws Exception {
        return show(new WatchedFolders(directory, service, variables).withPage());
    }

    private WatchedFolders local() throws Exception {
        return show(new WatchedFolders(directory, service).set("LABEL_SERVICE_URL", "").withPage());
    }

    private WatchedFolders show(WatchedFolders folders) throws Exception {
        folders.start();
        browser.open(folders.awaitPage());
        browser.awaitText("#summary", "Watching");
        return folders;
    }

    private void handIn(Path... photos) {
        browser.find("#files").sendKeys(String.join("\n", List.of(photos).stream().map(Path::toString).toList()));
    }

    // ---- what people do

    @Test
    void aPhotoThatIsHandedInIsReadAndShownBesideItsText() throws Exception {
        try (WatchedFolders folders = local()) {
            handIn(SIGN);
            browser.awaitText("#read pre", Files.readString(Path.of("examples/photos/street-sign-orchard-lane.txt")).strip().lines().findFirst().orElseThrow());
            browser.awaitText("#uploads", "in the inbox as street-sign-orchard-lane.jpg");
            WebElement picture = browser.find("#read img");
            browser.await().until(driver -> Boolean.TRUE.equals(browser.driver.executeScript("return arguments[0].complete && arguments[0].naturalWidth > 100", picture)));
            assertTrue(Files.exists(folders.done.resolve("street-sign-orchard-lane.jpg")));
            assertTrue(browser.text("#read .facts").contains("% sure"), browser.text("#read"));

            new Actions(browser.driver).moveToElement(picture).perform();
            browser.find("#read svg polygon.over");
            WebElement line = browser.find("#read pre span");
            new Actions(browser.driver).moveToElement(line).perform();
            browser.find("#read svg polygon.lit");
            long outlines = browser.all("#read svg polygon.over").count();
            assertEquals(browser.all("#read pre span").count(), outlines, "a line, an outline");
        }
    }

    @Test
    void aPhotoThatIsDroppedOnThePageGoesTheSameWay() throws Exception {
        try (WatchedFolders folders = cloud()) {
            browser.driver.executeScript("const data = new DataTransfer(); data.items.add(new File(['a photo'], 'dropped.jpg'));"
                    + "window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));");
            browser.awaitText("#read h3", "dropped.jpg");
            WatchedFolders.awaitFiles(folders.done, "dropped.jpg", "a photo");
        }
    }

    @Test
    void whatNoInboxTakesIsSaidWhereItWasHandedIn() throws Exception {
        try (WatchedFolders folders = cloud("LABEL_MAX_PHOTO_BYTES", "10KB")) {
            handIn(Files.writeString(directory.resolve("notes.doc"), "no photo"));
            browser.awaitText("#uploads .bad", "notes.doc: Photos are jpg,jpeg,png");
            handIn(Files.write(directory.resolve("huge.jpg"), new byte[3_000_000]));
            browser.awaitText("#uploads .bad", "huge.jpg: The photo is larger than the 10240 bytes that are sent (label.max-photo-bytes).");
            assertEquals(List.of(), List.copyOf(WatchedFolders.files(folders.inbox).keySet()));
        }
    }

    @Test
    void aFailedPhotoSaysWhyAndIsTriedAgain() throws Exception {
        try (WatchedFolders folders = cloud()) {
            service.onPost.add(ScriptedService.reply(413, "text/plain", "too large for us"));
            folders.drop("shop/a.jpg", "A");
            browser.awaitText("#failed h3", "shop/a.jpg");
            assertTrue(browser.text("#failed").contains("The service refuses the photo"), browser.text("#failed"));

            browser.find("#failed button").sendKeys(Keys.ENTER);
            browser.awaitText("#read h3", "shop/a.jpg");
            browser.await().until(driver -> !browser.find("#failed-section").isDisplayed());
            assertEquals("read-heading", browser.driver.switchTo().activeElement().getAttribute("id"), "whoever has no mouse is somewhere");
            WatchedFolders.awaitFiles(folders.done, "shop/a.jpg", "A");
        }
    }

    @Test
    void aStoppedLineSaysWhyAndGoesWhenItIsOver() throws Exception {
        try (WatchedFolders folders = cloud("LABEL_CALLS_PER_MONTH", "100")) {
            service.onPost.add(ScriptedService.reply(403, "text/plain", "no more", "Retry-After", "3"));
            folders.drop("a.jpg", "A");
            browser.awaitText("#stops", "the plan is exhausted");
            browser.awaitText("#read h3", "a.jpg");
            browser.await().until(driver -> browser.text("#stops").isEmpty());
            browser.awaitText("#cost", "3 of 100 calls of this month made, 97 left");
        }
    }

    @Test
    void theCallsOfTheMonthAreCountedOverStarts() throws Exception {
        try (WatchedFolders folders = cloud()) {
            folders.drop("a.jpg", "A");
            browser.awaitText("#cost", "2 calls made this month");
        }
        try (WatchedFolders again = cloud()) {
            browser.awaitText("#cost", "2 calls made this month");
        }
    }

    @Test
    void namesAndTextsThatAreMarkupAreShownAsText() throws Exception {
        service.read = photo -> "<script>document.title = 'gone'</script><img src=x onerror=\"document.title='gone'\">";
        try (WatchedFolders folders = cloud()) {
            String name = "<img src=x onerror=document.title='gone'>.jpg";
            folders.drop(name, "A");
            browser.awaitText("#read h3", name);
            browser.awaitText("#read pre", "<script>document.title = 'gone'</script><img src=x");
            service.onPost.add(ScriptedService.reply(413, "text/html", "<b onmouseover=alert(1)>too large</b>"));
            folders.drop("<b>.png", "B");
            browser.awaitText("#failed h3", "<b>.png");
            assertEquals(0, browser.all("#read script, #read pre img, #read h3 img, #failed h3 b, #failed p b").count());
            assertEquals("Label recognition", browser.driver.getTitle());
        }
    }

    @Test
    void textsAreFoundCopiedAndReachedWithoutAMouse() throws Exception {
        try (WatchedFolders folders = cloud()) {
            service.read = photo -> "TEXT OF " + new String(photo);
            for (int i = 0; i < 40; i++) {
                folders.drop("photo-" + i + ".jpg", "NUMBER " + i);
            }
            browser.awaitText("#read-count", "40");
            browser.await().until(driver -> browser.all("#read > li").count() == 30);
            browser.find("#more").click();
            assertEquals(40, browser.all("#read > li").count());

            browser.find("#search").sendKeys("number 17");
            browser.awaitText("#found", "1 photo found");
            assertEquals("photo-17.jpg", browser.text("#read h3"));
            new Actions(browser.driver).sendKeys(Keys.TAB).sendKeys(Keys.TAB).perform();
            WebElement focused = browser.driver.switchTo().activeElement();
            assertEquals("Copy the text of photo-17.jpg", focused.getAccessibleName());
            focused.sendKeys(Keys.ENTER);
            browser.await().until(driver -> browser.text("#read button").contains("Copied") || browser.find("#said").getAttribute("textContent").contains("selected"));
        }
    }

    @Test
    void whatWasReadBeforeTheStartIsThereAndSoIsThePageAfterOne() throws Exception {
        try (WatchedFolders folders = cloud()) {
            folders.drop("old.jpg", "A");
            browser.awaitText("#read h3", "old.jpg");
            folders.stop();
            browser.awaitText("#summary", "cannot be reached");
        }
        try (WatchedFolders again = cloud()) {
            browser.awaitText("#read h3", "old.jpg");
            browser.awaitText("#read pre", "TEXT");
        }
    }

    // ---- for everybody

    @Test
    void nothingStandsInTheWayOfAnybody() throws Exception {
        try (WatchedFolders folders = cloud("LABEL_CALLS_PER_MONTH", "100")) {
            Files.copy(SIGN, folders.inbox.resolve("sign.jpg"));
            browser.awaitText("#read h3", "sign.jpg");
            service.onPost.add(ScriptedService.reply(413, "text/plain", "too large"));
            folders.drop("b.jpg", "B");
            browser.awaitText("#failed h3", "b.jpg");
            service.onPost.add(ScriptedService.reply(403, "text/plain", "no more", "Retry-After", "600"));
            folders.drop("c.jpg", "C");
            browser.awaitText("#stops", "the plan is exhausted");
            for (String scheme : List.of("light", "dark")) {
                for (int width : new int[]{1200, 420}) {
                    browser.scheme(scheme);
                    browser.size(width, 900);
                    List<Rule> violations = new AxeBuilder().analyze(browser.driver).getViolations();
                    assertTrue(violations.isEmpty(), () -> scheme + ", " + width + ": " + violations);
                    Object overflow = browser.driver.executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    assertEquals(0L, overflow, () -> "nothing sticks out at " + width);
                }
            }
        }
    }

    @Test
    void theMachinesThatShareAStoreAreListed() throws Exception {
        try (WatchedFolders folders = cloud("LABEL_STORE_URL", Postgres.database().getURL(), "LABEL_STORE_USER", "postgres")) {
            browser.awaitText("#nodes tbody th", "1 (this one)");
            browser.awaitText("#nodes-count", "1");
            assertEquals(List.of(), new AxeBuilder().analyze(browser.driver).getViolations());
        }
    }

    @Test
    void noOtherPageHasItInAFrame() throws Exception {
        try (WatchedFolders folders = cloud()) {
            String page = browser.driver.getCurrentUrl();
            browser.open("data:text/html,<iframe src='" + page + "'></iframe>");
            browser.driver.switchTo().frame(0);
            assertTrue(browser.driver.findElements(By.id("summary")).isEmpty());
            browser.driver.switchTo().defaultContent();
        }
    }
}
