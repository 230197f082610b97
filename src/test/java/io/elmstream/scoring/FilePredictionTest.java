package io.elmstream.scoring;

import static io.elmstream.scoring.Predictions.lines;
import static io.elmstream.scoring.Predictions.model;
import static io.elmstream.scoring.Predictions.run;
import static io.elmstream.scoring.Predictions.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.support.SmallModel;
import io.elmstream.tables.Layout;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePredictionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHUTTLE = Path.of("src/main/resources/samples/shuttle.csv.gz");

    private static ScoringModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        model = model(SmallModel.artefact(1));
    }

    @Test
    void shouldPredictAllRowsInOrderAsTheKernelDoes() throws IOException {
        // Given
        Path out = folder.resolve("out.csv");

        // When
        FilePrediction.Result result = run(model, SHUTTLE, out, settings("state=actual"));

        // Then
        List<String> expected = new ArrayList<>();
        BatchScorer<String> scorer =
                new BatchScorer<>(model.classifier(), ForwardPass.fastest(), (actual, probabilities, at) -> {
                    int classes = model.labels().size();
                    int top = Probabilities.predicted(probabilities, at, classes);
                    StringBuilder line = new StringBuilder(actual + ","
                            + model.labels().get(top) + "," + NumberOutput.toString(probabilities[at + top], true));
                    for (int c = 0; c < classes; c++) {
                        line.append(',').append(NumberOutput.toString(probabilities[at + c], true));
                    }
                    expected.add(line + ",1");
                });
        Sample.SHUTTLE
                .table()
                .rows(model.features(), Optional.of("state"), RowRange.ALL)
                .forEach(row -> {
                    scorer.add(row.features(), row.label("state"));
                    return true;
                });
        scorer.finish();
        List<String> written = lines(out);
        assertThat(result).isEqualTo(new FilePrediction.Result(58_000, 0, 0));
        assertThat(written.get(0))
                .startsWith("actual,label,confidence,probability_")
                .endsWith(",version");
        assertThat(written.subList(1, written.size())).isEqualTo(expected);
        assertThat(FilePrediction.folder(out)).doesNotExist();
        assertThat(FilePrediction.rejectedFile(out)).doesNotExist();
    }

    @Test
    void shouldGiveTheSameBytesWhateverTheNumberOfThreads() throws IOException {
        // Given
        PredictionSettings one = new PredictionSettings(List.of(), false, Layout.UNKNOWN, 1);
        PredictionSettings five = new PredictionSettings(List.of(), false, Layout.UNKNOWN, 5);

        // When
        run(model, SHUTTLE, folder.resolve("one.csv.gz"), one);
        run(model, SHUTTLE, folder.resolve("five.csv.gz"), five);

        // Then
        assertThat(folder.resolve("one.csv.gz")).hasSameBinaryContentAs(folder.resolve("five.csv.gz"));
        assertThat(unpacked(folder.resolve("one.csv.gz")).lines()).hasSize(58_001);
    }

    @Test
    void shouldReadAndWriteEveryCompression() throws IOException {
        // Given
        Path plain = folder.resolve("in.csv");
        Files.writeString(plain, String.join("\n", csv().subList(0, 300)) + "\n");
        Path zstd = folder.resolve("in.csv.zst");
        try (OutputStream packed = Packing.ZSTD.packed(Files.newOutputStream(zstd))) {
            Files.copy(plain, packed);
        }

        // When
        run(model, plain, folder.resolve("plain.csv"), settings());
        run(model, zstd, folder.resolve("zstd.csv.zst"), settings());

        // Then
        assertThat(unpacked(folder.resolve("zstd.csv.zst"))).isEqualTo(Files.readString(folder.resolve("plain.csv")));
    }

    @Test
    void shouldFindColumnsByNameInAnyOrder() throws IOException {
        // Given
        List<String> columns = new ArrayList<>(model.features());
        columns.add(0, "note");
        Path in = write("in.csv", List.of(String.join(",", columns), "\"a, \"\"b\"\"\nc\",50,21,77,0,28,0,27,48,22"));
        List<String> reversed = new ArrayList<>(columns);
        Collections.reverse(reversed);
        Path backwards = write("backwards.csv", List.of(String.join(",", reversed), "22,48,27,0,28,0,77,21,50,x"));

        // When
        run(model, in, folder.resolve("out.csv"), settings("note"));
        run(model, backwards, folder.resolve("out2.csv"), settings());

        // Then
        String row = lines(folder.resolve("out2.csv")).get(1);
        assertThat(Files.readString(folder.resolve("out.csv"))).endsWith("\"a, \"\"b\"\"\nc\"," + row + "\n");
    }

    @Test
    void shouldSetAsideRowsThatCannotBeScored() throws IOException {
        // Given
        String header = String.join(",", model.features());
        Path in = write(
                "in.csv",
                List.of(
                        header,
                        "50,21,77,0,28,0,27,48,22",
                        "50,21,hot,0,28,0,27,48,22",
                        "50,21,77,0,28,0,27,48",
                        "50,21,77,0,28,0,27,48,",
                        "50,21,77,0,28,0,27,48,1e39",
                        "50,21,77,0,28,0,27,48,22"));

        // When
        FilePrediction.Result result = run(model, in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result).isEqualTo(new FilePrediction.Result(6, 4, 0));
        assertThat(lines(folder.resolve("out.csv"))).hasSize(3);
        List<JsonNode> rejected = new ArrayList<>();
        for (String line : lines(FilePrediction.rejectedFile(folder.resolve("out.csv")))) {
            rejected.add(JSON.readTree(line));
        }
        assertThat(rejected).extracting(row -> row.get("row").asInt()).containsExactly(2, 3, 4, 5);
        assertThat(rejected)
                .extracting(row -> row.get("reason").asText())
                .containsExactly("NOT_A_NUMBER", "WRONG_WIDTH", "MISSING", "NOT_FINITE");
        assertThat(rejected.get(0).get("field").asText())
                .isEqualTo(model.features().get(2));
        assertThat(rejected.get(0).get("value").asText()).isEqualTo("hot");
        assertThat(rejected.get(0).get("file").asText()).isEqualTo(in.toString());
        assertThat(rejected.get(0).get("message").asText()).isEqualTo("must be a number");
    }

    @Test
    void shouldNumberRejectedRowsAcrossParts() throws IOException {
        // Given
        List<String> rows = csv();
        rows.set(1_000, "x" + rows.get(1_000));
        rows.set(57_000, "x" + rows.get(57_000));
        Path in = write("in.csv", rows);

        // When
        FilePrediction.Result result = run(model, in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result.rejected()).isEqualTo(2);
        List<String> rejected = lines(FilePrediction.rejectedFile(folder.resolve("out.csv")));
        assertThat(JSON.readTree(rejected.get(0)).get("row").asInt()).isEqualTo(1_000);
        assertThat(JSON.readTree(rejected.get(1)).get("row").asInt()).isEqualTo(57_000);
    }

    @Test
    void shouldScoreMissingValuesIfTheModelAcceptsThem() throws IOException {
        // Given
        Path in = write(
                "in.csv",
                List.of(String.join(",", model.features()), "50,21,77,0,28,0,27,48,", "NaN,21,77,0,28,0,27,48,22"));

        // When
        FilePrediction.Result result = run(SmallModel.acceptingMissing(1), in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result).isEqualTo(new FilePrediction.Result(2, 0, 0));
    }

    @Test
    void shouldNameTheNearestColumnIfOneIsMissing() throws IOException {
        // Given
        List<String> columns = new ArrayList<>(model.features());
        String first = columns.get(0);
        columns.set(0, first.toUpperCase(Locale.ROOT) + "_");
        Path csv = write("in.csv", List.of(String.join(",", columns), "50,21,77,0,28,0,27,48,22"));
        Path json = write("in.jsonl", List.of("{\"" + columns.get(0) + "\":1}"));

        // When, then
        for (Path in : List.of(csv, json)) {
            assertThatThrownBy(() -> run(model, in, folder.resolve("out.csv"), settings()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("has no column \"" + first + "\"")
                    .hasMessageContaining("Did you mean \"" + columns.get(0) + "\"?");
        }
        assertThatThrownBy(() -> run(model, SHUTTLE, folder.resolve("out.csv"), settings("stat")))
                .hasMessageContaining("has no column \"stat\"")
                .hasMessageContaining("Did you mean \"state\"?");
    }

    @Test
    void shouldRefuseKeptColumnsWithTheNameOfAnotherColumn() {
        // When, then
        assertThatThrownBy(() -> run(model, SHUTTLE, folder.resolve("out.csv"), settings("state=label")))
                .hasMessage("--keep: the predictions have a column \"label\" already; give it another name there, such"
                        + " as --keep label=input_label");
        for (String nested : List.of("out.jsonl", "out.avro")) {
            assertThatThrownBy(() -> run(model, SHUTTLE, folder.resolve(nested), settings("state=probabilities")))
                    .hasMessageContaining("the predictions have a column \"probabilities\" already");
        }
        String flat = "probability_" + model.labels().get(0);
        for (String out : List.of("out.csv", "out.parquet")) {
            assertThatThrownBy(() -> run(model, SHUTTLE, folder.resolve(out), settings("state=" + flat)))
                    .hasMessageContaining("the predictions have a column \"" + flat + "\" already");
        }
    }

    @Test
    void shouldKeepTheTextOfNumbersInJsonLines() throws IOException {
        // Given
        String numbers = "[1e400,-0,-0.0,1.10,12345678901234567890.123456789]";
        String feature = model.features().get(0);
        StringBuilder row = new StringBuilder("{\"id\":1E+2,\"deep\":{\"er\":" + numbers + "}");
        for (int j = 1; j < model.features().size(); j++) {
            row.append(",\"").append(model.features().get(j)).append("\":").append(SmallModel.FEATURES.get(j));
        }
        Path in = write("in.jsonl", List.of(row + ",\"" + feature + "\":50.000}"));

        // When
        run(model, in, folder.resolve("out.jsonl"), settings("id", "deep", feature));
        run(model, in, folder.resolve("out.csv"), settings("id", "deep", feature));

        // Then
        assertThat(lines(folder.resolve("out.jsonl")).get(0))
                .startsWith("{\"id\":1E+2,\"deep\":{\"er\":" + numbers + "},\"" + feature + "\":50.000,\"label\":");
        assertThat(lines(folder.resolve("out.csv")).get(1)).startsWith("1E+2,\"{\"\"er\"\":" + numbers + "}\",50.000,");
    }

    @Test
    void shouldSayWhatToWriteInsteadOfNanInJsonLines() throws IOException {
        // Given
        Path in = write("in.jsonl", List.of("{\"" + model.features().get(0) + "\":NaN}"));

        // When
        FilePrediction.Result result = run(SmallModel.acceptingMissing(1), in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(lines(FilePrediction.rejectedFile(folder.resolve("out.csv"))).get(0))
                .contains("is not valid JSON: NaN is no number in JSON; write null for a missing value\"");
    }

    @Test
    void shouldSetAsideManyRowsInOrder() throws IOException {
        // Given: every second row, and thousands one after the other, which are written as they come
        List<String> rows = csv().subList(0, 9_001);
        List<Integer> bad = IntStream.rangeClosed(1, 9_000)
                .filter(row -> row % 2 == 0 || (row > 3_000 && row < 7_000))
                .boxed()
                .toList();
        bad.forEach(row -> rows.set(row, "x" + rows.get(row)));
        Path in = write("in.csv", rows);

        // When
        FilePrediction.Result result = run(model, in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result).isEqualTo(new FilePrediction.Result(9_000, bad.size(), 0));
        assertThat(lines(folder.resolve("out.csv"))).hasSize(1 + 9_000 - bad.size());
        List<Integer> rejected = new ArrayList<>();
        for (String line : lines(FilePrediction.rejectedFile(folder.resolve("out.csv")))) {
            rejected.add(JSON.readTree(line).get("row").asInt());
        }
        assertThat(rejected).isEqualTo(bad);
    }

    @Test
    void shouldReadAndWriteJsonLines() throws IOException {
        // Given
        StringBuilder row = new StringBuilder("{\"id\":7,\"nested\":{\"deep\":[1,2]},\"other\":[{}]");
        for (int j = 0; j < model.features().size(); j++) {
            row.append(",\"").append(model.features().get(j)).append("\":").append(SmallModel.FEATURES.get(j));
        }
        Path in = write(
                "in.jsonl",
                List.of(row + "}", "", row + "", "[1]", row.toString().replace(":77.0", ":\"77\"") + "}", row + "}"));

        // When
        FilePrediction.Result result = run(model, in, folder.resolve("out.jsonl"), settings("id", "nested"));
        run(model, in, folder.resolve("out.csv"), settings("id", "nested"));

        // Then: the empty line is no row
        assertThat(result).isEqualTo(new FilePrediction.Result(5, 3, 0));
        List<String> written = lines(folder.resolve("out.jsonl"));
        assertThat(written).hasSize(2);
        JsonNode first = JSON.readTree(written.get(0));
        assertThat(first.get("id").asInt()).isEqualTo(7);
        assertThat(first.get("nested")).hasToString("{\"deep\":[1,2]}");
        assertThat(first.get("probabilities")).hasSameSizeAs(model.labels());
        assertThat(first.get("confidence").floatValue())
                .isEqualTo(first.get("probabilities")
                        .get(first.get("label").asText())
                        .floatValue());
        assertThat(first.get("version").asInt()).isEqualTo(1);
        assertThat(lines(folder.resolve("out.csv")).get(1)).startsWith("7,\"{\"\"deep\"\":[1,2]}\",");
        List<String> rejected = lines(FilePrediction.rejectedFile(folder.resolve("out.jsonl")));
        assertThat(rejected).hasSize(3);
        assertThat(rejected.get(0)).contains("\"row\":3", "UNREADABLE");
        assertThat(rejected.get(1)).contains("\"row\":4", "must be a JSON object");
        assertThat(rejected.get(2)).contains("\"row\":5", "NOT_A_NUMBER", "is a text, must be a number");
    }

    @Test
    void shouldWriteAHeaderIfThereAreNoRows() throws IOException {
        // Given
        Path in = write("in.csv", List.of(String.join(",", model.features())));

        // When
        FilePrediction.Result result = run(model, in, folder.resolve("out.csv"), settings());

        // Then
        assertThat(result).isEqualTo(new FilePrediction.Result(0, 0, 0));
        assertThat(lines(folder.resolve("out.csv"))).hasSize(1);
    }

    private List<String> csv() throws IOException {
        return new ArrayList<>(unpacked(SHUTTLE).lines().toList());
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = Packing.of(file.toString()).unpacked(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
