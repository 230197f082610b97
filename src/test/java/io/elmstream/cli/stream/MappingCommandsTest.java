package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.Called;
import io.elmstream.support.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingCommandsTest {

    private static final String LAYOUTS = "src/test/resources/layouts/";

    @TempDir
    Path folder;

    private static Called call(String group, String file, String... more) {
        List<String> words = new ArrayList<>(List.of("mapping", group, "--file", file));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("elmstream.yaml"), text).toString();
    }

    private String lines(String... records) throws IOException {
        return Files.writeString(
                        folder.resolve("telemetry.jsonl"),
                        String.join("\n", records).replace('\'', '"'))
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "nested", "packs", "elements"})
    void shouldSuggestWhatFits(String layout) throws IOException {
        // Given
        String file = LAYOUTS + layout + ".jsonl";
        Called suggested = call("suggest", file);

        // When
        Called check = call("check", file, "--config", config(suggested.out()));

        // Then
        assertThat(suggested.exit()).as(suggested.err()).isZero();
        assertThat(check.exit()).as(suggested.out() + check.out() + check.err()).isZero();
        assertThat(check.out()).contains("all fit");
    }

    @Test
    void shouldSayWhatItGuessed() {
        // When
        Called environment = call("suggest", LAYOUTS + "environment.jsonl");
        Called nested = call("suggest", LAYOUTS + "nested.jsonl", "--as", "machines");
        Called packs = call("suggest", LAYOUTS + "packs.jsonl");
        Called elements = call("suggest", LAYOUTS + "elements.jsonl");

        // Then
        assertThat(environment.lines())
                .startsWith(
                        "# guessed from 5 records; elmstream mapping check shows the rows that come out",
                        "readings:",
                        "  environment:",
                        "    format: json",
                        "    sensor: device  # 3 values, which repeat",
                        "    time: {path: ts, unit: s}  # 1594512094.38 is 2020-07-12T00:01:34.380Z")
                .contains("      light: {path: light, type: boolean}", "      temp: temp");
        assertThat(nested.lines())
                .contains(
                        "  machines:",
                        "    sensor: id  # 2 values, which repeat",
                        "    time: created_at  # 2026-11-26T08:00:00+01:00 is 2026-11-26T07:00:00Z",
                        "      \"io.axes[2]\": \"io.axes[2]\"",
                        "      io.volt: {path: io.volt, \"null\": NaN}  # null in 1 of 3",
                        "      io.amp: {path: io.amp, missing: NaN}  # missing in 2 of 3",
                        "      # state.mode: {path: state.mode, values: [ECO, MAX]}  # 2 texts: a feature, or the"
                                + " label");
        assertThat(packs.lines())
                .contains(
                        "    each: \"values[]\"  # an array of objects: each is a reading",
                        "    sensor: gateway  # 2 values, which repeat",
                        "      temp: \"values[].temp\"");
        assertThat(elements.lines())
                .contains(
                        "    each: \"[]\"  # an array of objects: each is a reading",
                        "    time: {path: \"[].date\", pattern: \"yyyy-MM-dd HH:mm:ss\"}  # 2026-11-26 08:00:00 is"
                                + " 2026-11-26T08:00:00Z; set zone if it is not in UTC");
    }

    @Test
    void shouldFindTheFeaturesOfAModel() throws IOException {
        // Given: a model with the features left and right
        Path model = Files.write(folder.resolve("model.elm"), TestModels.greater("shuttle", 1));
        String file =
                lines("{'sensor': 's', 'right': 1, 'Left': 2, 'other': 3}", "{'sensor': 's', 'right': 1, 'Left': 1}");

        // When
        Called suggested = call("suggest", file, "--model", model.toString());
        Called check = call("check", file, "--model", model.toString(), "--config", config(suggested.out()), "--json");

        // Then
        assertThat(suggested.lines())
                .containsSubsequence(
                        "    features:",
                        "      left: Left  # the nearest name; is it the same quantity?",
                        "      right: right",
                        "    # left out: other (no feature of the model)");
        assertThat(check.exit()).as(check.out()).isZero();
        JsonNode row = check.json().get("rows").get(0);
        assertThat(row.get("position").asText()).isEqualTo("line 1");
        assertThat(row.get("features").get("left").asDouble()).isEqualTo(2);
        assertThat(check.json().get("features").asText()).isEqualTo("model shuttle version 1");
    }

    @Test
    void shouldSayFieldByFieldWhatDoesNotFit() throws IOException {
        // Given
        String config = config("""
                readings:
                  telemetry:
                    format: json
                    sensor: device
                    time: {path: time, unit: ms}
                    features: {temp: temp, light: {path: light, type: boolean}, volt: volt}
                """);
        String file = lines(
                "{'device': 'a', 'temperature': 22.7, 'data': {'Temp': 1}, 'light': 'dim', 'volt': 3, 'timed': 7}",
                "{'devise': 'a', 'temp': 22.7, 'light': true, 'volt': null}",
                "{'device': 'a', 'temp': 22.7, 'light': true, 'volt': 3.25}",
                "nonsense");

        // When
        Called json = call("check", file, "--config", config, "--json");
        Called text = call("check", file, "--config", config);

        // Then
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json().get("deadLetters").asInt()).isEqualTo(3);
        assertThat(json.json().get("problems"))
                .extracting(each ->
                        each.get("field").asText() + " " + each.get("reason").asText() + " "
                                + each.get("nearest").asText())
                .containsExactly(
                        "temp MISSING_FEATURE data.Temp",
                        "light UNPARSABLE_FEATURE null",
                        "device NO_SENSOR devise",
                        "volt NULL_FEATURE null",
                        " UNREADABLE null");
        assertThat(json.json().get("rows").get(2).get("features").get("volt").asDouble())
                .isEqualTo(3.25);
        assertThat(text.lines())
                .contains(
                        "MISSING_FEATURE in 1 reading: the record has no field temp, the feature temp of the mapping."
                                + " Did you mean data.Temp?",
                        "no record has the field time of the key time; the record's timestamp counts. Did you mean"
                                + " timed?",
                        "4 readings of file " + file
                                + ", read for the features of the mapping: 3 would become dead letters");
        assertThat(text.lines().get(0)).startsWith("POSITION  OUTCOME").endsWith("temp  light  volt");
        assertThat(text.lines().get(3)).startsWith("line 3    row ").endsWith("22.7  1      3.25");
    }

    @Test
    void shouldCheckPacksInSenml() throws IOException {
        // Given
        String config = config("""
                readings:
                  senml: {format: senml, features: {temp: temp, light: light}}
                """);
        String file = lines(
                "[{'bn': 'urn:dev:7:', 'bt': 1764000000, 'n': 'temp', 'v': 22.7}, {'n': 'light', 'vb': true},"
                        + " {'n': 'temp', 't': 10, 'v': 22.9}]",
                "{'n': 'temp'}");

        // When
        Called check = call("check", file, "--config", config, "--json");

        // Then
        JsonNode rows = check.json().get("rows");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(rows.get(0).get("sensor").asText()).isEqualTo("urn:dev:7");
        assertThat(rows.get(0).get("features").get("light").asDouble()).isEqualTo(1);
        assertThat(rows.get(1).get("index").asInt()).isEqualTo(1);
        assertThat(check.json().get("problems"))
                .extracting(each ->
                        each.get("field").asText() + " " + each.get("reason").asText())
                .containsExactly("light MISSING_FEATURE", " UNREADABLE");
    }

    @Test
    void shouldNotFeedATopicWithReadingsOfAnotherForm() throws IOException {
        // Given
        String config = config("bootstrap.servers: localhost:9\nregistry.url: http://localhost:9\n"
                + "readings: {telemetry: {format: json}}");

        // When
        Called feed = Called.with(
                "feed",
                "--data",
                "src/main/resources/samples/shuttle.csv.gz",
                "--rate",
                "max",
                "--config",
                config,
                "--json");
        Called spool = Called.with("feed", "--spool", folder.toString(), "--config", config, "--json");

        // Then
        assertThat(List.of(feed, spool)).allSatisfy(called -> {
            assertThat(called.error().get("code").asText()).isEqualTo("OTHER_FORMAT");
            assertThat(called.error().get("message").asText())
                    .contains("the topic telemetry has readings in the format json");
        });
    }

    @Test
    void shouldSayWhatItNeeds() throws IOException {
        // Given
        String two = config("readings: {a: {format: json}, b: {format: elmstream}}");
        String file = lines("{'name': 'x'}");

        // When, then
        assertThat(Called.with("mapping", "check", "--json")
                        .error()
                        .get("message")
                        .asText())
                .isEqualTo("name either a topic, --topic, or a file, --file");
        assertThat(call("check", file, "--config", two, "--json")
                        .error()
                        .get("message")
                        .asText())
                .contains("--as names the one");
        assertThat(call("check", file, "--config", two, "--as", "c", "--json")
                        .error()
                        .get("message")
                        .asText())
                .contains("no mapping for the topic c; its input topics are a, b");
        assertThat(call("check", file, "--config", two, "--as", "a", "--json")
                        .error()
                        .get("message")
                        .asText())
                .contains("names no features", "--model FILE.elm");
        assertThat(call("check", file, "--config", two, "--as", "b", "--json")
                        .error()
                        .get("message")
                        .asText())
                .contains("has the format elmstream; use --topic");
        assertThat(call("check", file).err()).contains("sensor-readings has the format elmstream; use --topic");
        assertThat(call("suggest", folder.resolve("none").toString()).err()).contains("none does not exist");
        assertThat(call("suggest", file).err())
                .contains("no numbers and no booleans")
                .contains("[name]");
        assertThat(call("suggest", lines("nonsense")).err()).contains("none of the 1 record is JSON");
        assertThat(call("suggest", lines("")).err()).contains("has no records");
    }
}
