package dev.orrery.system.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.testing.TestModel;
import dev.orrery.testkit.wait.RequiredTool;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The page, used by a browser as two people would. With `-Dorrery.screenshots=DIR` each page is
/// also kept as a picture.
class BrowserTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static ChromeDriver browser(Path chromium, Path driver, Path profile) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .usingAnyFreePort()
            .build();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1000,800",
            "--user-data-dir=" + profile));
    return new ChromeDriver(service, options);
  }

  @Test
  void aPostAppearsOnTheFollowersTimeline(@TempDir Path data, @TempDir Path profile)
      throws Exception {
    Path chromium = RequiredTool.named("chromium", "chromium");
    Path driver = RequiredTool.named("chromedriver", "chromium-driver");
    try (TestModel model = TestModel.start(data)) {
      URI door = model.client().frontDoor();
      ChromeDriver browser = browser(chromium, driver, profile);
      try {
        signUp(browser, door, "grace_h");
        write(browser, "The first bug was a moth <b>&amp; it was real</b> #debugging");
        snapshot(browser, "author");
        logOut(browser);

        signUp(browser, door, "ada_l");
        browser.get(door.resolve("/users/grace_h").toString());
        snapshot(browser, "profile");
        submit(browser, "follow");
        browser.get(door.resolve("/").toString());
        new WebDriverWait(browser, BOUND)
            .until(page ->
                page.findElement(By.tagName("body"))
                    .getText()
                    .contains("The first bug was a moth"));
        snapshot(browser, "follower");
        assertThat(browser.findElement(By.tagName("body")).getText())
            .contains("<b>&amp; it was real</b>");
        search(browser, door, "real moths"); // by their stems
        snapshot(browser, "search");
        browser.get(door.resolve("/search").toString());
        assertThat(browser.findElement(By.tagName("body")).getText())
            .contains("Trending", "#debugging");
        snapshot(browser, "trending");
        browser.get(door.resolve("/").toString());
        logOut(browser);

        logIn(browser, door, "grace_h");
        assertThat(browser.findElement(By.tagName("body")).getText())
            .contains("The first bug was a moth");
      } finally {
        browser.quit();
      }
    }
  }

  private static void signUp(ChromeDriver browser, URI door, String name) {
    browser.get(door.resolve("/signup").toString());
    browser.findElement(By.name("username")).sendKeys(name);
    browser.findElement(By.name("password")).sendKeys("a long enough password");
    snapshot(browser, "signup");
    submit(browser, "signup");
    awaitHome(browser);
  }

  private static void logIn(ChromeDriver browser, URI door, String name) {
    browser.get(door.resolve("/login").toString());
    browser.findElement(By.name("username")).sendKeys(name);
    browser.findElement(By.name("password")).sendKeys("a long enough password");
    submit(browser, "login");
    awaitHome(browser);
  }

  private static void awaitHome(ChromeDriver browser) {
    new WebDriverWait(browser, BOUND).until(page -> !page.findElements(By.name("text")).isEmpty());
  }

  private static void write(ChromeDriver browser, String text) {
    browser.findElement(By.name("text")).sendKeys(text);
    submit(browser, "posts");
    new WebDriverWait(browser, BOUND)
        .until(page -> page.findElement(By.tagName("body")).getText().contains(text));
  }

  /// The log feeds the search engine: a post is found a moment after it was written.
  private static void search(ChromeDriver browser, URI door, String words) {
    new WebDriverWait(browser, BOUND)
        .until(page -> {
          browser.get(door.resolve("/").toString());
          WebElement field = browser.findElement(By.name("q"));
          field.sendKeys(words);
          field.submit();
          return page.findElement(By.tagName("body"))
              .getText()
              .contains("The first bug was a moth");
        });
  }

  private static void logOut(ChromeDriver browser) {
    submit(browser, "logout");
    new WebDriverWait(browser, BOUND).until(page -> page.findElements(By.name("text")).isEmpty());
  }

  /// Presses the button of the form whose action ends in `action`.
  private static void submit(ChromeDriver browser, String action) {
    WebElement form = browser.findElement(By.cssSelector("form[action$='" + action + "']"));
    form.findElement(By.cssSelector("button, input[type=submit]")).click();
  }

  private static void snapshot(ChromeDriver browser, String name) {
    Optional.ofNullable(System.getProperty("orrery.screenshots"))
        .ifPresent(folder -> {
          try {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
          } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
          }
        });
  }
}
