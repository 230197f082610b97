package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.Called;
import io.elmstream.support.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule sets without a cluster: rules check, and model explain of a file. */
class RulesCommandsTest {

    private static final String RULES = """
            model: sides
            version: 3
            rules:
              - name: much-left
                when: |
                  left > 4 &&
                  label == 'left'
                label: Check
                alert: {text: much on the left, severity: critical, hits: 3, of: 5}
              - name: again
                when: previous == label && held >= 60 && sensor != 'test'
                suppress: true
              - name: unsure
                when: margin < 0.5
                abstain: true
              - name: gone
                alert: {text: nothing, silent: 10m}
            probes:
              - features: {left: 5}
                label: left
                confidence: 0.9
                margin: 0.8
                expect: {fired: [much-left], label: Check}
            """;

    @TempDir
    Path folder;

    private String rules(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), text).toString();
    }

    private String model() throws IOException {
        return Files.write(folder.resolve("sides.elm"), TestModels.greater("sides", 7))
                .toString();
    }

    private static Called explain(String... words) {
        return Called.with(
                Stream.concat(Stream.of("model", "explain"), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void shouldShowARuleSetThatFits() throws IOException {
        // When
        Called check = Called.with("rules", "check", rules(RULES), "--model", model());

        // Then
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.lines())
                .startsWith(
                        "rule set of sides, version 3: 4 rules, 1 probe",
                        "much-left",
                        "  when  left > 4 && label == 'left'",
                        "  then  label Check",
                        "  then  critical alert \"much on the left\" on 3 of the last 5 readings",
                        "again",
                        "  when  previous == label && held >= 60 && sensor != 'test'",
                        "  then  suppress alerts",
                        "unsure",
                        "  when  margin < 0.5",
                        "  then  abstain",
                        "gone",
                        "  then  warning alert \"nothing\" after 10m without a reading")
                .last()
                .asString()
                .endsWith("rules.yaml: no faults; it fits sides version 7");
    }

    @Test
    void shouldRunTheProbesWithoutAModel() throws IOException {
        // When
        Called fits = Called.with("rules", "check", rules(RULES));
        Called differs = Called.with("rules", "check", rules(RULES.replace("label: Check}", "label: left}")));

        // Then
        assertThat(fits.exit()).as(fits.out()).isZero();
        assertThat(fits.out()).contains("was not checked: name it with --model");
        assertThat(differs.exit()).isEqualTo(1);
        assertThat(differs.out())
                .contains("fault: probes[0].expect.label: is left, but the rules give Check")
                .contains("rules.yaml: 1 fault\n");
    }

    @Test
    void shouldListAllFaults() throws IOException {
        // Given
        String file = rules(RULES.replace("model: sides", "model: side")
                .replace("left > 4", "lift > 4")
                .replace("margin < 0.5", "label == 'rihgt'"));

        // When
        Called check = Called.with("rules", "check", file, "--model", model(), "--json");

        // Then
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.json().get("checkedAgainst").asText()).isEqualTo("sides version 7");
        assertThat(check.json().get("faults"))
                .extracting(each -> each.get("place").asText())
                .containsExactly("model", "rules[0].when", "rules[2].when");
        assertThat(check.json().get("faults").get(1).get("message").asText())
                .contains("the model has no feature lift; did you mean left?");
    }

    @Test
    void shouldTellFaultsOfTheDocumentAndOfConditions() throws IOException {
        // When
        Called document = Called.with("rules", "check", rules("model: sides\nversion: none\n"), "--json");
        Called condition = Called.with("rules", "check", rules(RULES.replace("margin < 0.5", "margin <")), "--json");
        Called none = Called.with("rules", "check", folder.resolve("none.yaml").toString(), "--json");

        // Then
        assertThat(document.exit()).isEqualTo(1);
        assertThat(document.json().get("model").isNull()).isTrue();
        assertThat(document.json().get("faults"))
                .extracting(each -> each.get("place").asText())
                .contains("version", "rules", "probes");
        assertThat(condition.exit()).isEqualTo(1);
        assertThat(condition.json().get("rules")).hasSize(4);
        assertThat(condition.json().get("faults").get(0).get("place").asText()).isEqualTo("rules[2].when");
        assertThat(none.error().get("code").asText()).isEqualTo("NO_FILE");
    }

    @Test
    void shouldTellNotes() throws IOException {
        // When
        Called check = Called.with("rules", "check", rules(RULES.replace("margin < 0.5", "left == 0.1")));

        // Then
        assertThat(check.exit()).isZero();
        assertThat(check.out()).contains("note: rules[2].when of rule unsure compares a feature with 0.1");
    }

    @Test
    void shouldExplainAReading() throws IOException {
        // When
        Called explained = explain(
                model(),
                "left=5",
                "right=1.5",
                "--rules",
                rules(RULES),
                "--previous",
                "left",
                "--held",
                "2m",
                "--json");

        // Then
        assertThat(explained.exit()).as(explained.out()).isZero();
        JsonNode json = explained.json();
        assertThat(json.get("top").asText()).isEqualTo("left");
        assertThat(json.get("features").get(1).get("value").asDouble()).isEqualTo(1.5);
        double confidence = 1 / (1 + Math.exp(-3.5));
        assertThat(json.get("confidence").asDouble()).isCloseTo(confidence, within());
        assertThat(json.get("margin").asDouble()).isCloseTo(2 * confidence - 1, within());
        assertThat(json.get("rules"))
                .extracting(each -> each.get("name").asText() + " " + each.get("fired"))
                .containsExactly("much-left true", "again true", "unsure false", "gone false");
        assertThat(json.get("rules").get(0).get("values").get("left").asText()).isEqualTo("5");
        assertThat(json.get("rules").get(1).get("values").toString())
                .isEqualTo("{\"held\":\"120\",\"label\":\"left\",\"previous\":\"left\",\"sensor\":\"''\"}");
        assertThat(json.get("label").asText()).isEqualTo("Check");
        assertThat(json.get("suppressed").asBoolean()).isTrue();
        assertThat(json.get("abstained").asBoolean()).isFalse();
        assertThat(json.get("notes")).hasSize(1);
        assertThat(json.get("notes").get(0).asText()).contains("sensor, which is not given");
    }

    @Test
    void shouldShowAnExplanationWithin100Columns() throws IOException {
        // When
        Called explained = explain(model(), "left=0.1", "right=0", "--rules", rules(RULES), "--sensor", "pump-7");

        // Then
        assertThat(explained.exit()).as(explained.err()).isZero();
        assertThat(explained.lines())
                .contains(
                        "model      sides version 7",
                        "sensor     pump-7",
                        "left                0.1",
                        "rules      sides.rules version 3",
                        "unsure     yes    margin < 0.5",
                        "                  abstain",
                        "prediction left, abstained")
                .anyMatch(line -> line.startsWith("note: conditions name previous or held"));
        assertThat(explained.lines())
                .filteredOn(line -> !line.startsWith("note: "))
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void shouldSayHowFarFeaturesAreFromTheMean() throws IOException {
        // Given: a mean of 3 and a standard deviation of 1
        Path data = Files.writeString(
                folder.resolve("data.csv"), "x,y,label\n2,0,a\n4,1,b\n2,1,a\n4,0,b\n2,0,a\n4,1,b\n2,1,a\n4,0,b\n");
        Path file = folder.resolve("trained.elm");
        Called train = Called.with(
                "train",
                "--data",
                data.toString(),
                "--label",
                "label",
                "--model",
                "m",
                "--version",
                "1",
                "--hidden",
                "4",
                "--out",
                file.toString());
        assertThat(train.exit()).as(train.err()).isZero();

        // When
        Called explained = explain(file.toString(), "x=5", "y=0.5", "--json");

        // Then
        assertThat(explained.json().get("features").get(0).get("deviation").asDouble())
                .isBetween(1.8, 2.1);
        assertThat(explained.json().get("ruleSet").isNull()).isTrue();
    }

    @Test
    void shouldTakeMissingFeaturesWhereTheModelDoes() throws IOException {
        // Given
        Path accepting = Files.write(folder.resolve("accepting.elm"), TestModels.acceptingMissing("sides", 1));

        // When
        Called explained = explain(accepting.toString(), "left=5", "right=NaN", "--rules", rules(RULES), "--json");

        // Then
        assertThat(explained.exit()).as(explained.out()).isZero();
        assertThat(explained.json().get("features").get(1).get("value").isNull())
                .isTrue();
        assertThat(explained.json().get("top").asText()).isEqualTo("left");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "left=5 | the model takes no missing values, and there is none of \"right\"",
                "left=5 rigt=1 | the model has no feature rigt; did you mean right?",
                "left=5 up=1 | the model has no feature up; its features are left, right",
                "left=5 right=hot | right is 'hot', must be a finite number, or NaN for a missing value",
                "left=5 right=1e99 | right is '1e99', must be a finite number",
                "left=5 left=1 | feature left is given twice",
                "left | 'left' must be the name of a feature, = and its value"
            })
    void shouldRefuseWhatIsNoReading(String features, String message) throws IOException {
        // When
        List<String> words = Stream.concat(
                        Stream.of(model()), Stream.concat(Stream.of(features.split(" ")), Stream.of("--json")))
                .toList();
        Called explained = explain(words.toArray(String[]::new));

        // Then
        assertThat(explained.exit()).isEqualTo(2);
        assertThat(explained.error().get("message").asText()).contains(message);
        assertThat(explained.error().get("field").asText()).isEqualTo("NAME=VALUE");
    }

    @Test
    void shouldRefuseARuleSetThatDoesNotCompile() throws IOException {
        // When
        Called explained =
                explain(model(), "left=1", "right=2", "--rules", rules(RULES.replace("left > 4", "left >")), "--json");

        // Then
        assertThat(explained.exit()).isEqualTo(1);
        assertThat(explained.error().get("code").asText()).isEqualTo("BAD_RULES");
    }

    @Test
    void shouldSayWhatTheVersionLacks() throws IOException {
        // When
        Called explained =
                explain(model(), "left=1", "right=2", "--rules", rules(RULES.replace("left > 4", "lift > 4")));

        // Then: instances judge by such rules as well, with NaN
        assertThat(explained.exit()).isZero();
        assertThat(explained.out()).contains("note: version 7 of sides has no feature lift, so it is NaN");
    }

    @ParameterizedTest
    @CsvSource({"readings-0@", "readings@5", "readings-0@5#", "readings-0@5 1"})
    void shouldRefuseWhatIsNoPosition(String position) {
        // When
        Called explained = explain("--reading", position, "--set", "models.default=m", "--json");

        // Then
        assertThat(explained.exit()).isEqualTo(2);
        assertThat(explained.error().get("message").asText()).contains("must be TOPIC-PARTITION@OFFSET");
    }

    @Test
    void shouldWantAFileOrAPosition() throws IOException {
        assertThat(explain("--json").error().get("message").asText()).contains("either FILE");
        assertThat(explain(model(), "--reading", "a-0@1", "--json").exit()).isEqualTo(2);
        assertThat(explain("--reading", "a-0@1", "--sensor", "s", "--json")
                        .error()
                        .get("field")
                        .asText())
                .isEqualTo("--sensor");
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-5);
    }
}
