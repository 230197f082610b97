package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table to a model file, and what one does with it without a broker. */
class ModelFileCommandsTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    @TempDir
    Path folder;

    @Test
    void shouldTrainAndTellOneJsonLine() throws IOException {
        // When
        Path file = folder.resolve("shuttle-1.elm");
        Called train = train(file, "--json");

        // Then
        assertThat(train.exit()).isZero();
        JsonNode result = train.json();
        assertThat(result.fieldNames())
                .toIterable()
                .contains("model", "version", "rows", "hidden", "lambda", "looAccuracy", "seconds", "bytes", "digest");
        assertThat(result.get("model").asText()).isEqualTo("shuttle");
        assertThat(result.get("version").asInt()).isEqualTo(1);
        assertThat(result.get("rows").asLong()).isEqualTo(2_000);
        assertThat(result.get("hidden").asInt()).isEqualTo(20);
        assertThat(result.get("looAccuracy").asDouble()).isBetween(0.8, 1.0);
        assertThat(result.get("bytes").asLong()).isEqualTo(Files.size(file));
    }

    @Test
    void shouldTrainTheSameBytesAgain() throws IOException {
        // Given
        Path first = folder.resolve("first.elm");
        Path second = folder.resolve("second.elm");

        // When
        train(first);
        Called again = train(second);

        // Then
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("shuttle version 1", "2,000 rows", "20 hidden units");
    }

    @Test
    void shouldEvaluateWithEveryRowInTheConfusion() {
        // Given
        Path file = trained();

        // When
        Called evaluate = Called.with(
                "evaluate",
                "--model",
                file.toString(),
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "43501..45500",
                "--json");

        // Then
        assertThat(evaluate.exit()).isZero();
        JsonNode result = evaluate.json();
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly(
                        "rows",
                        "accuracy",
                        "macroRecall",
                        "perClass",
                        "calibrationError",
                        "verified",
                        "trust",
                        "curve",
                        "confusion");
        assertThat(result.at("/trust/covered").asDouble()).isBetween(0.9, 1.0);
        assertThat(result.at("/curve/0/coverage").asDouble()).isEqualTo(1);
        assertThat(result.at("/curve/0/accuracy")).isEqualTo(result.get("accuracy"));
        assertThat(result.get("rows").asLong()).isEqualTo(2_000);
        assertThat(result.get("accuracy").asDouble()).isBetween(0.8, 1.0);
        JsonNode matrix = result.get("confusion").get("matrix");
        long counted = StreamSupport.stream(matrix.spliterator(), false)
                .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(counted).isEqualTo(2_000);
        assertThat(matrix).hasSameSizeAs(result.get("confusion").get("labels"));
        assertThat(result.get("perClass").get("Rad.Flow").get("recall").asDouble())
                .isBetween(0.9, 1.0);
    }

    @Test
    void shouldShowAnEvaluationToPeople() {
        // Given
        Path file = trained();

        // When
        Called evaluate = Called.with(
                "evaluate",
                "--model",
                file.toString(),
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "43501..45500");

        // Then
        assertThat(evaluate.exit()).isZero();
        assertThat(evaluate.out()).contains("2,000 rows, accuracy", "Rad.Flow", "confusion");
        assertThat(evaluate.err()).doesNotContain("warning");
    }

    @Test
    void shouldWarnOfTheTrainingRows() {
        // Given
        Path file = trained();

        // When
        Called evaluate = Called.with(
                "evaluate", "--model", file.toString(), "--data", SHUTTLE, "--label", "state", "--rows", "1..2000");

        // Then: all classes have rows among these
        assertThat(evaluate.exit()).isZero();
        assertThat(evaluate.err()).contains("warning: the model was trained on exactly these rows");
    }

    @Test
    void shouldShowWhatIsInAModelFile() {
        // Given
        Path file = trained();

        // When
        Called json = Called.with("model", "inspect", file.toString(), "--json");
        Called text = Called.with("model", "inspect", file.toString());

        // Then
        JsonNode result = json.json();
        assertThat(result.get("model").asText()).isEqualTo("shuttle");
        assertThat(result.get("featureNames")).hasSize(9);
        assertThat(result.get("hidden").asInt()).isEqualTo(20);
        assertThat(result.get("activation").asText()).isEqualTo("TANH");
        assertThat(result.get("probes").asInt()).isPositive();
        assertThat(text.exit()).isZero();
        assertThat(text.out())
                .contains("shuttle version 1", result.get("digest").asText());
    }

    @Test
    void shouldCountTheUnitsOfEachKind() {
        // Given
        Path file = folder.resolve("kinds.elm");
        Called.with(
                "train",
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "1..300",
                "--model",
                "shuttle",
                "--version",
                "1",
                "--hidden",
                "9",
                "--layer",
                "family,radial",
                "--out",
                file.toString());

        // When
        Called text = Called.with("model", "inspect", file.toString());
        JsonNode units = Called.with("model", "inspect", file.toString(), "--json")
                .json()
                .get("units");

        // Then
        assertThat(text.lines())
                .contains("hidden layer  19 units, of which", "              10 linear units, direct links")
                .anyMatch(line -> line.startsWith("              4 tanh units, "))
                .anyMatch(line -> line.startsWith("              5 gaussian units, "));
        assertThat(units.findValuesAsText("count")).containsExactly("4", "5", "10");
        assertThat(units.findValuesAsText("activation")).containsExactly("TANH", "GAUSSIAN", "LINEAR");
    }

    @Test
    void shouldDryRunToStdout() {
        // Given
        Path file = trained();

        // When
        Called run = Called.with("dry-run", "--readings", SHUTTLE, "--model", file.toString(), "--rows", "11..30");

        // Then
        assertThat(run.exit()).isZero();
        assertThat(run.lines()).hasSize(21).first().isEqualTo("row,label,confidence");
        assertThat(run.lines().get(1)).startsWith("11,");
        assertThat(run.err()).contains("20 readings, 20 predictions, 0 dead letters");
    }

    @Test
    void shouldDryRunToAFileAndTellOfDeadLetters() throws IOException {
        // Given
        Path file = trained();
        Path readings = folder.resolve("readings.csv");
        Files.writeString(readings, """
                sensor1,sensor2,sensor3,sensor4,sensor5,sensor6,sensor7,sensor8,sensor9
                50,21,77,0,28,0,27,48,22
                50,,77,0,28,0,27,48,22
                """);
        Path out = folder.resolve("predictions.csv");

        // When
        Called run = Called.with(
                "dry-run",
                "--readings",
                readings.toString(),
                "--model",
                file.toString(),
                "--out",
                out.toString(),
                "--json");

        // Then
        assertThat(run.exit()).isZero();
        JsonNode result = run.json();
        assertThat(result.get("readings").asLong()).isEqualTo(2);
        assertThat(result.get("predictions").asLong()).isEqualTo(1);
        assertThat(result.get("deadLetters").asLong()).isEqualTo(1);
        assertThat(run.err()).contains("row 2: NOT_FINITE");
        assertThat(Files.readAllLines(out)).hasSize(2);
    }

    @Test
    void shouldNotMixPredictionsWithTheJsonLine() {
        // Given
        Path file = trained();

        // When
        Called run = Called.with("dry-run", "--readings", SHUTTLE, "--model", file.toString(), "--json");

        // Then
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.error().get("field").asText()).isEqualTo("--out");
    }

    @Test
    void shouldFindColumnsByTheirNames() throws IOException {
        // Given: the same readings, the columns in another order, and one that the model does not know
        Path file = trained();
        Path straight = Files.writeString(folder.resolve("straight.csv"), """
                sensor1,sensor2,sensor3,sensor4,sensor5,sensor6,sensor7,sensor8,sensor9
                50,21,77,0,28,0,27,48,22
                55,0,92,0,0,26,36,92,56
                """);
        Path turned = Files.writeString(folder.resolve("turned.csv"), """
                sensor9,sensor8,sensor7,weather,sensor6,sensor5,sensor4,sensor3,sensor2,sensor1
                22,48,27,fine,0,28,0,77,21,50
                56,92,36,bad,26,0,0,92,0,55
                """);

        // When
        Called one = Called.with("dry-run", "--readings", straight.toString(), "--model", file.toString());
        Called other = Called.with("dry-run", "--readings", turned.toString(), "--model", file.toString());

        // Then
        assertThat(other.lines()).hasSize(3).isEqualTo(one.lines());
        assertThat(other.err()).contains("turned.csv: ignored columns weather");
    }

    @Test
    void shouldNameAMissingColumnAndTheOneThatMayBeMeant() throws IOException {
        // Given
        Path file = trained();
        Path readings = Files.writeString(folder.resolve("readings.csv"), """
                sensor1,sensor2,sensr3,sensor4,sensor5,sensor6,sensor7,sensor8,sensor9
                50,21,77,0,28,0,27,48,22
                """);

        // When
        Called run =
                Called.with("dry-run", "--readings", readings.toString(), "--model", file.toString(), "--rows", "1..1");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("has no column \"sensor3\"", "Did you mean \"sensr3\"?");
    }

    @Test
    void shouldReachBeyondTheTrainingRowsWithItsGoldenRows() {
        // When
        Called inspect = Called.with("model", "inspect", trained().toString(), "--json");

        // Then: 16 rows of the training, and more at the limits
        assertThat(inspect.json().get("probes").asInt()).isBetween(18, 26);
    }

    @Test
    void shouldNoticeAMissingFolderBeforeTheTraining() {
        // Given
        Path out = folder.resolve("nowhere/shuttle.elm");

        // When
        Called train = train(out, "--json");

        // Then
        assertThat(train.exit()).isEqualTo(1);
        assertThat(train.error().get("code").asText()).isEqualTo("CANNOT_WRITE");
        assertThat(train.error().get("field").asText()).isEqualTo("--out");
        assertThat(train.error().get("message").asText())
                .startsWith("--out: the directory ")
                .endsWith("does not exist");
        assertThat(train.err()).isEmpty();
    }

    private Path trained() {
        Path file = folder.resolve("trained.elm");
        assertThat(train(file).exit()).isZero();
        return file;
    }

    private static Called train(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "train",
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "1..2000",
                "--model",
                "shuttle",
                "--version",
                "1",
                "--hidden",
                "20",
                "--activation",
                "tanh",
                "--out",
                out.toString()));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }
}
