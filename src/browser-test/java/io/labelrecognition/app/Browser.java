package io.labelrecognition.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, as the system has installed it; it asks nobody on the internet for anything. */
final class Browser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");

    final ChromeDriver driver;

    Browser(Path profile) throws IOException {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(first(BROWSERS).toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
                "--user-data-dir=" + Files.createTempDirectory(profile, "browser"));
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(first(DRIVERS).toFile()).withSilent(true).build(), options);
        size(1200, 900);
    }

    private static Path first(List<String> places) {
        return places.stream().map(Path::of).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("None of " + places + " is installed: apt-get install chromium chromium-driver"));
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** As the user's system would ask for it: {@code light} or {@code dark}. */
    void scheme(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** One of those that the browser keeps, by its name there. */
    double metric(String name) {
        List<?> metrics = (List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
        return metrics.stream().map(metric -> (Map<?, ?>) metric).filter(metric -> name.equals(metric.get("name")))
                .mapToDouble(metric -> ((Number) metric.get("value")).doubleValue()).findFirst().orElse(Double.NaN);
    }

    void open(String url) {
        driver.get(url);
    }

    WebElement find(String selector) {
        return await().until(driver -> driver.findElement(By.cssSelector(selector)));
    }

    /** The text of all that match, once there is any; empty while there is none. */
    String text(String selector) {
        return String.join("\n", all(selector).map(WebElement::getText).toList());
    }

    Stream<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream();
    }

    WebDriverWait await() {
        WebDriverWait wait = new WebDriverWait(driver, Duration.ofSeconds(30), Duration.ofMillis(50));
        wait.ignoring(org.openqa.selenium.NoSuchElementException.class, org.openqa.selenium.StaleElementReferenceException.class);
        return wait;
    }

    void awaitText(String selector, String words) {
        await().withMessage(() -> words + " in " + selector + ", which is: " + text(selector)).until(driver -> text(selector).contains(words));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
