package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning from a file, row by row. */
class TrainOnlineTest {

    private static final int ROWS = 4000;

    /** From this row on the two classes have changed places. */
    private static final int DRIFT = 2000;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeAStream() throws IOException {
        data = folder.resolve("stream.csv");
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>();
        lines.add("time,sensor,a,b,state");
        for (int row = 1; row <= ROWS; row++) {
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            boolean hot = (a * b > 0) == (row < DRIFT);
            lines.add(String.format(
                    Locale.ROOT, "%d,s%d,%.4f,%.4f,%s", 1_700_000_000 + row, row % 2, a, b, hot ? "hot" : "cold"));
        }
        Files.write(data, lines);
    }

    @Test
    void shouldFollowADriftAndReportIt() throws IOException {
        // Given
        Path model = folder.resolve("online.elm");
        Path picture = folder.resolve("online.svg");

        // When
        Called called = train(model, "--hidden 40 --every 50 --time time --sensor sensor --picture " + picture);

        // Then
        assertThat(called.exit()).as(called.err()).isZero();
        JsonNode result = called.json();
        assertThat(result.get("rows").asInt()).isEqualTo(ROWS);
        assertThat(result.get("tested").asInt()).isEqualTo(ROWS - 500);
        assertThat(result.get("accuracy").asDouble()).isBetween(0.9, 0.99);
        assertThat(result.get("lastLabelAccuracy").asDouble()).isBetween(0.4, 0.6);
        assertThat(result.get("kappaTemporal").asDouble()).isGreaterThan(0.8);
        assertThat(result.get("recent").get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(result.get("drifts"))
                .singleElement()
                .satisfies(row -> assertThat(row.asInt()).isBetween(DRIFT, DRIFT + 64));
        assertThat(result.get("versions").asInt()).isEqualTo(71);
        assertThat(result.get("hidden").asInt()).isEqualTo(40);
        assertThat(Files.readString(picture)).contains("drift at row 2,0", "1 drift found", "71 versions");
        JsonNode inspected =
                Called.with("model", "inspect", model.toString(), "--json").json();
        assertThat(inspected.toString())
                .contains(
                        "each before it was learnt; forgetting: ",
                        "; rows of 2023-11-14T22:13:21Z to 2023-11-14T23:20:00Z");
        assertThat(evaluated(model, "3001..4000")).isGreaterThan(0.9);
    }

    @Test
    void shouldGoOnFromAModel() {
        // Given
        Path first = folder.resolve("first.elm");
        Path then = folder.resolve("then.elm");
        train(first, "--hidden 40 --features a,b --rows 1..1900");

        // When
        JsonNode result = train(then, "--from " + first + " --features a,b --rows 1901..4000 --every 20")
                .json();

        // Then
        assertThat(result.get("tested").asInt()).isEqualTo(2100);
        assertThat(result.get("recent").get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(evaluated(first, "1..1900")).isGreaterThan(0.9);
        assertThat(evaluated(then, "3001..4000")).isGreaterThan(0.9);
    }

    @Test
    void shouldTakeTheLastLabelsOfASensorAsFeatures() {
        // Given
        Path model = folder.resolve("lagged.elm");

        // When
        Called called = Called.with(
                arguments(model, "--hidden 10 --features a,b --sensor sensor --lagged-labels 2 --forgetting never"));

        // Then
        assertThat(Called.with("model", "inspect", model.toString(), "--json")
                        .json()
                        .at("/trust/coverage")
                        .asDouble())
                .isEqualTo(0.9);
        assertThat(called.out()).contains("readings must carry label-1=CLASS");
        assertThat(Called.with("model", "inspect", model.toString(), "--json")
                        .json()
                        .get("featureNames")
                        .toString())
                .isEqualTo("[\"a\",\"b\",\"label-1=cold\",\"label-1=hot\",\"label-2=cold\",\"label-2=hot\"]");
    }

    @Test
    void shouldWidenTheRangeOfTheModelThatItStartsFrom() throws IOException {
        // Given: rows whose first feature goes from -1 to 1, and then some that are far above
        Path first = folder.resolve("first.elm");
        assertThat(train(first, "--hidden 10 --features a,b").exit()).isZero();
        List<String> later = new ArrayList<>(List.of("time,sensor,a,b,state"));
        for (int row = 1; row <= 1_000; row++) {
            later.add("1,s1," + (5 + row % 2) + ",0," + (row % 2 == 0 ? "hot" : "cold"));
        }
        Files.write(data, later);
        Path second = folder.resolve("second.elm");

        // When
        Called called = train(second, "--features a,b --from " + first);

        // Then
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.json().get("covered").asDouble()).isBetween(0.5, 1.0);
        JsonNode trust = Called.with("model", "inspect", second.toString(), "--json")
                .json()
                .get("trust");
        assertThat(trust.at("/low/a").asDouble()).isBetween(-1.0, -0.9);
        assertThat(trust.at("/high/a").asDouble()).isEqualTo(6);
    }

    @Test
    void shouldRefuseAColumnThatHasTheNameOfAnEarlierLabel() throws IOException {
        // Given
        List<String> lines = new ArrayList<>(Files.readAllLines(data));
        lines.set(0, "time,sensor,label-1=hot,b,state");
        Files.write(data, lines);

        // When
        Called called = train(folder.resolve("never.elm"), "--features label-1=hot,b --lagged-labels 1");

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("message").asText()).contains("--lagged-labels", "\"label-1=hot\"", "--ignore");
    }

    @Test
    void shouldKeepTheModelThatItStartsFrom() throws IOException {
        // Given
        Path model = folder.resolve("first.elm");
        assertThat(train(model, "--hidden 10 --features a,b").exit()).isZero();
        byte[] before = Files.readAllBytes(model);

        // When
        Called called = train(folder.resolve("never.elm"), "--features a,b --from " + model + " --picture " + model);

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("message").asText()).contains("--picture", "--from");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--validate loo; --validate; reads each row once",
                "--coverage 1.8; --coverage; must be above 0 and below 1",
                "--class-weights balanced; --class-weights; reads each row once",
                "--forgetting 1.5; --forgetting; must be above 0 and below 1",
                "--forgetting often; --forgetting; such as never, 0.99, 500rows or 12h",
                "--forgetting 1h; --forgetting; name their column with --time",
                "--forgetting never,never; --forgetting; has a rule twice",
                "--ridge 0; --ridge; must be above 0",
                "--every 0; --every; must be 1 or more",
                "--lagged-labels -1; --lagged-labels; must be from 0 to 1000"
            })
    void shouldSayWhatIsWrong(String options, String option, String message) {
        // When
        Called called = train(folder.resolve("never.elm"), options);

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("field").asText()).isEqualTo(option);
        assertThat(called.error().get("message").asText()).contains(option, message);
    }

    @Test
    void shouldRefuseItsOptionsWithoutIt() {
        // When
        Called called = Called.with(
                "train",
                "--data",
                data.toString(),
                "--label",
                "state",
                "--model",
                "m",
                "--version",
                "1",
                "--out",
                folder.resolve("never.elm").toString(),
                "--every",
                "10",
                "--json");

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("message").asText()).isEqualTo("--every needs --online");
    }

    private double evaluated(Path model, String rows) {
        return Called.with(
                        "evaluate",
                        "--model",
                        model.toString(),
                        "--data",
                        data.toString(),
                        "--label",
                        "state",
                        "--rows",
                        rows,
                        "--json")
                .json()
                .get("accuracy")
                .asDouble();
    }

    private Called train(Path out, String options) {
        String[] arguments = arguments(out, options);
        String[] json = Arrays.copyOf(arguments, arguments.length + 1);
        json[arguments.length] = "--json";
        return Called.with(json);
    }

    private String[] arguments(Path out, String options) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--online",
                "--data",
                data.toString(),
                "--label",
                "state",
                "--model",
                "pump",
                "--version",
                "1"));
        arguments.addAll(List.of("--out", out.toString()));
        arguments.addAll(List.of(options.split(" ")));
        return arguments.toArray(String[]::new);
    }
}
