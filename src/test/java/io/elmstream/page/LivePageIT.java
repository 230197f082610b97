package io.elmstream.page;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The page in Chromium, against a server that plays an instance. */
class LivePageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "<img src=x onerror=\"window.hit=1\">";

    private static Browser browser;

    private ScriptedPage page;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void leave() {
        browser.leave();
        page.close();
    }

    @Test
    void shouldSayWhatRunsWhatChangedWhetherItIsBetterAndWhatToDo() throws IOException {
        // When
        open(PageStory.trial());

        // Then
        assertThat(browser.text("#status"))
                .contains("press v3 is on trial")
                .contains("press v2 and pump v1 score")
                .contains("on 3 instances")
                .contains("press v3 is on trial: champion 2, and version 3 as canary for 10 %.")
                .contains("Yes: v3 is right more often than v2, by 0.8 points (+0.3 to +1.4 points, 3,212 labels).")
                .contains("Promote press v3, or let its gate do it.");
        assertThat(browser.text("#trial"))
                .contains("189,420")
                .contains("98.2 %")
                .contains("1,904");
        assertThat(browser.script("return location.href").toString()).doesNotContain(ScriptedPage.TOKEN);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldSayThatNothingRunsYet() throws IOException {
        // When an instance has just started, and nothing was ever published
        page = new ScriptedPage(
                JSON.createObjectNode().put("application", "press-line").put("at", PageStory.NOW));
        browser.open(page.address(), 1440, false);

        // Then
        shows("#status", "No model is in force yet");
        shows("#models", "No model has been published.");
        assertThat(browser.complaints()).isEmpty();

        // When
        page.send(PageStory.change(1, 4200, 0, 0));
        page.send(PageStory.change(2, 4200, 0, 0));

        // Then
        shows("#status", "4,200 readings a second");
        shows(".flow .legend", "press v24,200");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldMarkASwapOnTheAxisOfTime() throws IOException {
        // Given
        open(PageStory.trial());
        ObjectNode swap = PageStory.change(1, 4200, 0, 0);
        Map<String, Object> mark =
                PageStory.mark(-1 / 60.0, "promote", 3, "champion 3", "request bob-2", "it is better");
        swap.set("marks", JSON.valueToTree(List.of(mark)));

        // When
        page.send(swap);

        // Then
        browser.find(".flag.promote[data-marks~='" + mark.get("id") + "']").sendKeys(Keys.ENTER);
        assertThat(browser.text(".note")).contains("press v3 is promoted").contains("by request bob-2 · it is better");
        assertThat(browser.text("#changes li:first-child")).contains("press v3 is promoted");
        browser.find(".flag.promote").sendKeys(Keys.ESCAPE);
        assertThat(browser.find(".note").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowAnAlertThatRisesAndClears() throws IOException {
        // Given
        open(PageStory.quiet());
        assertThat(browser.text("#alerts")).contains("No sensor is in alert.");

        // When
        ObjectNode raised = PageStory.change(1, 4200, 1, 0);
        raised.set("alerts", JSON.valueToTree(PageStory.alerts(1, PageStory.NOW)));
        page.send(raised);

        // Then
        browser.find("#alerts tbody tr");
        assertThat(browser.text("#alerts")).contains("line-1/press-100").contains("overheat");
        assertThat(browser.text("#status")).contains("See the 1 sensor in alert.");

        // When
        ObjectNode cleared = PageStory.change(2, 4200, 0, 1);
        cleared.set("alerts", JSON.valueToTree(PageStory.alerts(0, PageStory.NOW)));
        page.send(cleared);

        // Then
        shows("#alerts", "No sensor is in alert.");
        shows("#status", "All is well");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldAskBeforeAnActionAndShowTheAnswer() throws IOException {
        // Given
        open(PageStory.trial());
        page.answer(Map.of("accepted", true, "text", "Version 3 is in force.", "revision", 7));

        // When
        browser.press("[data-action=promote][data-model=press]");

        // Then
        assertThat(browser.text("#dialog"))
                .contains("Promote v3?")
                .contains("elmstream model promote press --expect-revision 6");
        assertThat(page.actions()).isEmpty();

        // When
        browser.press("#dialog button[value=yes]");

        // Then
        shows("#answer", "✓ Accepted, revision 7. Version 3 is in force.");
        assertThat(page.actions())
                .containsExactly(
                        JSON.readTree("{\"action\":\"promote\",\"model\":\"press\",\"version\":3,\"revision\":6}"));

        // When
        page.answer(
                Map.of("accepted", false, "reason", "CONFLICT", "text", "The timeline has revision 7.", "revision", 7));
        browser.press("#dialog button[value=no]");
        browser.press("[data-action=rollback][data-model=press]");
        browser.press("#dialog button[value=yes]");

        // Then
        shows("#answer", "✕ Refused (CONFLICT). The timeline has revision 7.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowCommandsWhereThePageMayNotAct() throws IOException {
        // When
        open(PageStory.trial().put("actions", false));

        // Then
        assertThat(browser.all("[data-do=act]")).isEmpty();
        assertThat(browser.text("#models")).contains("elmstream model rollback press --expect-revision 6");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldSayThatTheStreamIsCutAndGoOnWhenItIsBack() throws IOException {
        // Given
        open(PageStory.trial());

        // When
        page.cut();

        // Then
        shows("#link", "Cut off");
        shows("#cut-text", "What you see is of 10:40:00.");

        // When
        page.state(PageStory.rolledBack());
        page.mend();
        browser.press("#retry");

        // Then
        shows("#link", "Live");
        shows("#status", "See why press was rolled back: alerts on line 4.");
        assertThat(browser.complaints()).allMatch(text -> text.contains("Failed to load resource"));
    }

    @Test
    void shouldAskForTheTokenWhereItIsMissingOrWrong() throws IOException {
        // Given
        page = new ScriptedPage(PageStory.quiet());
        browser.open(page.address().replace(ScriptedPage.TOKEN, "wrong"), 1440, false);
        shows("#ask", "The instance does not accept this token.");

        // When
        browser.find("#token").sendKeys(ScriptedPage.TOKEN, Keys.ENTER);

        // Then
        shows("#status", "All is well");
        assertThat(browser.complaints()).allMatch(text -> text.contains("401"));
    }

    @Test
    void shouldShowHostileNamesAsTheyAre() throws IOException {
        // Given every text of the state that comes from somewhere else
        String hostile = PageStory.rolledBack()
                .toString()
                .replaceAll(
                        "\"(press|overheat|request bob-3|WRONG_WIDTH|line-4/press-131)\"",
                        JSON.writeValueAsString(HOSTILE).replace("\\", "\\\\"));

        // When
        open((ObjectNode) JSON.readTree(hostile));

        // Then
        assertThat(browser.text("#models")).contains(HOSTILE);
        assertThat(browser.text("#alerts")).contains(HOSTILE);
        assertThat(browser.text("#letters")).contains(HOSTILE);
        assertThat(browser.text("#changes")).contains("by " + HOSTILE);
        assertThat(browser.all("img")).isEmpty();
        assertThat(browser.script("return window.hit")).isEqualTo("");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldKeepABoundedHistoryWhenItStaysOpenForHours() throws IOException {
        // Given
        open(PageStory.quiet());

        // When two hours pass, of which it keeps one
        Object kept = browser.wait("""
                const done = arguments[0];
                import("/page/store.js").then(({ apply, complete }) => {
                    let state = complete({ at: 0, historyMillis: 3600000 });
                    for (let second = 1; second <= 7200; second++) {
                        state = apply(state, { at: 1000 * second, points: {
                            times: [second], oldest: [second % 600 === 0 ? 9 : 1], lag: [1],
                            versions: second > 7000 ? [{ model: "m", version: 2, values: [7] }] : [] } });
                    }
                    const { versions, oldest } = state.series;
                    const lengths = [versions[0].values, oldest, state.times].map((list) => list.length);
                    done([new Set(lengths).size, state.times.length < 800, state.times[0] > 7200 - 3600 - 90,
                        state.times[0] < 7200 - 3600 + 90, state.times.at(-1) - state.times.at(-600),
                        state.series.versions[0].values.at(-1), Math.max(...state.series.oldest.slice(0, 100))]);
                }, (failure) => done([String(failure)]));""");

        // Then all series have the same length, the last minutes each second, and a peak is not averaged away
        assertThat(kept).isEqualTo(List.of(1L, true, true, true, 599L, 7L, 9L));
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1440, false", "1440, true", "320, false"})
    void shouldBeUsableByEverybody(int width, boolean dark) throws IOException {
        // Given
        page = new ScriptedPage(width == 320 ? PageStory.rolledBack() : PageStory.trial());
        browser.open(page.address(), width, dark);
        browser.find("#instances tbody tr");
        browser.script("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        browser.find("#lanes-table tr");

        // When
        List<String> faults = browser.faults();

        // Then
        assertThat(faults).isEmpty();
        assertThat(browser.script("return document.documentElement.scrollWidth"))
                .isEqualTo((long) width);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldStayUsableWithTenThousandSensorsInAlertAndFiftyInstances() throws IOException {
        // Given
        open(PageStory.large(50, 10_000));

        // When
        browser.find("#search").sendKeys("press-9871");

        // Then
        shows("#alerts", "line-4/press-9871");
        shows("#alerts", "1 of 1");
        shows("#alerts", "elmstream alerts clear 'line-4/press-9871'");
        assertThat(browser.text("#instances")).contains("press-49");
        System.out.printf("first paint with 10,000 sensors in alert and 50 instances: %s ms%n", browser.firstPaint());
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"quiet, false", "trial, true", "rollback, false"})
    void shouldHaveAPictureInTheDocumentation(String name, boolean dark) throws IOException {
        // Given
        Path picture = Path.of("docs/page-" + name + ".png");
        open(
                switch (name) {
                    case "quiet" -> PageStory.quiet();
                    case "trial" -> PageStory.trial();
                    default -> PageStory.rolledBack();
                },
                dark);

        // When
        byte[] drawn = browser.picture(1200, 780);
        if (Boolean.getBoolean("golden.update")) {
            Files.write(picture, drawn);
        }

        // Then it is there, and small; fonts differ from machine to machine
        assertThat(picture)
                .describedAs("make it with mvn verify -Dit.test=LivePageIT -Dgolden.update=true")
                .exists();
        assertThat(Files.size(picture)).isLessThan(200_000);
        assertThat(drawn).isNotEmpty();
    }

    private void open(ObjectNode state) throws IOException {
        open(state, false);
    }

    private void open(ObjectNode state, boolean dark) throws IOException {
        page = new ScriptedPage(state);
        browser.open(page.address(), 1440, dark);
        browser.find("#instances tbody tr");
    }

    private static void shows(String selector, String text) {
        await().untilAsserted(() -> assertThat(browser.text(selector)).contains(text));
    }
}
