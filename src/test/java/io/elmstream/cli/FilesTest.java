package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same readings, in files of several kinds, through the commands that read files. */
class FilesTest {

    private static final String LAYOUTS = "src/test/resources/layouts/";

    @TempDir
    static Path folder;

    private static Called trained;

    @BeforeAll
    static void train() {
        trained = Called.with(
                "train",
                "--data",
                LAYOUTS + "iot.csv",
                "--label",
                "state",
                "--time",
                "ts",
                "--sensor",
                "device",
                "--missing",
                "REFUSE",
                "--model",
                "iot",
                "--version",
                "1",
                "--hidden",
                "8",
                "--activation",
                "tanh",
                "--out",
                model());
    }

    @Test
    void shouldSayHowAFileWasUnderstood() {
        assertThat(trained.exit()).isZero();
        assertThat(trained.err())
                .contains("--data " + LAYOUTS + "iot.csv: booleans as 0 and 1: light; categories, a feature for each"
                        + " value: mode (3 values)");
        assertThat(Called.with("model", "inspect", model()).out()).contains("mode=auto");
    }

    @Test
    void shouldEvaluateOnJsonLinesAsOnCsv() {
        // When
        Called csv = evaluate("iot.csv");
        Called json = evaluate("iot.jsonl");

        // Then
        assertThat(csv.json()).isEqualTo(json.json());
        assertThat(json.err()).contains("ignored columns meta").doesNotContain("device");
    }

    @Test
    void shouldPredictSeveralFilesOneAfterTheOther() throws IOException {
        // Given: a value that the model does not know, in each file
        Path first = write("first.csv", "temp,humidity,light,mode\n27,44,true,auto\n19,42,false,turbo\n");
        Path second = write("second.csv", "mode;light;humidity;temp\nturbo;false;43,5;20,5\noff;true;42,1;19,5\n");
        Path out = folder.resolve("out.csv");

        // When
        Called called = Called.with(
                "predict",
                "--model",
                model(),
                "--in",
                first.toString(),
                "--in",
                second.toString(),
                "--out",
                out.toString(),
                "--keep",
                "mode");

        // Then
        assertThat(called.exit()).isEqualTo(4);
        assertThat(called.err()).contains("semicolons; decimal comma");
        assertThat(Files.readAllLines(out)).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(1)).startsWith("auto,");
            assertThat(lines.get(2)).startsWith("off,");
        });
        List<JsonNode> rejected = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out.csv.rejected.jsonl"))) {
            rejected.add(new ObjectMapper().readTree(line));
        }
        assertThat(rejected)
                .extracting(row -> row.get("file").asText())
                .containsExactly(first.toString(), second.toString());
        assertThat(rejected).extracting(row -> row.get("row").asInt()).containsExactly(2, 1);
        assertThat(rejected).extracting(row -> row.get("field").asText()).containsOnly("mode=auto");
    }

    @Test
    void shouldRunTimesAndSensorsOfAFileThroughTheTopology() {
        // When
        Called called = Called.with(
                "dry-run",
                "--readings",
                LAYOUTS + "iot.jsonl",
                "--model",
                model(),
                "--time",
                "ts",
                "--sensor",
                "device",
                "--rows",
                "1..5");

        // Then
        assertThat(called.exit()).isZero();
        assertThat(called.err()).contains("5 readings, 5 predictions, 0 dead letters");
    }

    @Test
    void shouldNameAWrongOption() throws IOException {
        // Given
        Path file = write("wrong.csv", "a,state\n1,x\n");

        // Then
        assertThat(train(file, "--ignore", "stat").err())
                .contains("has no column \"stat\"; its columns are [a, state]. Did you mean \"state\"?");
        assertThat(train(file, "--time", "a:no pattern").err()).contains("--time: ");
        assertThat(train(file, "--delimiter", "ab").err()).contains("must be one character, or tab, but is 'ab'");
        assertThat(train(file, "--decimal", "x").err()).contains("must be . or , but is 'x'");
        assertThat(train(file, "--skip", "-1").err()).contains("--skip must be 0 or more, but is -1");
        assertThat(train(file, "--header", "--no-header").err()).contains("contradict each other");
        assertThat(train(file, "--features", "b").err()).contains("has no column \"b\"");
    }

    private static Called train(Path file, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "train",
                "--data",
                file.toString(),
                "--label",
                "state",
                "--model",
                "m",
                "--version",
                "1",
                "--hidden",
                "2",
                "--out",
                folder.resolve("wrong.elm").toString()));
        words.addAll(List.of(options));
        Called called = Called.with(words.toArray(String[]::new));
        assertThat(called.exit()).isNotZero();
        return called;
    }

    private static Called evaluate(String file) {
        Called called = Called.with(
                "evaluate",
                "--model",
                model(),
                "--data",
                LAYOUTS + file,
                "--label",
                "state",
                "--time",
                "ts",
                "--sensor",
                "device",
                "--json");
        assertThat(called.exit()).isZero();
        return called;
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String model() {
        return folder.resolve("iot.elm").toString();
    }
}
