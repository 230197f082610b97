package io.elmstream.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elmstream.support.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window. Tests are skipped where it is not installed. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    static Browser start() throws IOException {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "no Chromium: install Debian's packages chromium and chromium-driver to run the tests of the page");
        Path profile = Files.createTempDirectory("elmstream-chromium");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("TZ", "UTC", "LANG", "C.UTF-8"))
                .withLogFile(new File(profile.toFile(), "driver.log"))
                .build();
        return new Browser(new ChromeDriver(service, options), profile);
    }

    /** Opens an address in a view of this width, in CSS pixels, in dark or light colours. */
    void open(String address, int width, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        driver.get("about:blank");
        driver.get(address);
    }

    /** The one element that a selector finds, as soon as it is there. */
    WebElement find(String selector) {
        Waiting.await()
                .until(() -> !driver.findElements(By.cssSelector(selector)).isEmpty());
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The text of an element as its nodes have it, whether it is in sight or not; empty without one. */
    String text(String selector) {
        return Objects.toString(script(
                        "const found = document.querySelector(arguments[0]); return found ? found.textContent : ''",
                        selector))
                .replace('\u00a0', ' ');
    }

    /** Presses a button by its event, wherever the page is scrolled to. */
    void press(String selector) {
        driver.executeScript("arguments[0].click()", find(selector));
    }

    Object script(String code, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(code, arguments), "");
    }

    /** What a script says to its callback, its last argument. */
    Object wait(String code) {
        return Objects.requireNonNull(driver.executeAsyncScript(code));
    }

    /** What the console has got since the last call, without notices. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Leaves the page, so that it no longer follows a server that ends. */
    void leave() {
        driver.get("about:blank");
        complaints();
    }

    /** Serious and critical faults that axe-core finds for people who see, hear or move less. */
    List<String> faults() throws IOException {
        try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[0];
                axe.run({ resultTypes: ["violations"] }).then(({ violations }) => done(violations
                    .filter(({ impact }) => impact === "serious" || impact === "critical")
                    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + node.failureSummary)}`)),
                    failure => done([String(failure)]));""");
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Milliseconds from the navigation until something was seen first. */
    long firstPaint() {
        return Math.round(
                ((Number) script("return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                        .doubleValue());
    }

    /** The whole page as a PNG. */
    byte[] picture() {
        long width = (Long) script("return innerWidth");
        long height = (Long) script("return document.documentElement.scrollHeight");
        return picture(width, height);
    }

    /** The upper part of the page as a PNG. */
    byte[] picture(long width, long height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeAsyncScript("requestAnimationFrame(() => setTimeout(arguments[0], 150))");
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        }
    }
}
