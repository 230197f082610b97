package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} says of the rows that it validates and tests on, and {@code model quantize} of its loss. */
class TrainingValidationTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void shouldValidateAndTestOnNamedRows() {
        // When
        Called train = trainShuttle("--validate", "rows", "1501..2000", "--test", "43501..45500", "--json");

        // Then
        assertThat(train.exit()).isZero();
        JsonNode result = train.json();
        assertThat(result.get("rows").asLong()).isEqualTo(2_000);
        assertThat(result.get("validated").get("rows").asText()).isEqualTo("rows 1501..2000");
        assertThat(result.get("validated").get("count").asLong()).isEqualTo(500);
        assertThat(result.get("test").get("count").asLong()).isEqualTo(2_000);
        assertThat(result.get("test").get("accuracy").asDouble()).isBetween(0.8, 1.0);
        assertThat(result.get("test").get("macroRecallError").asDouble()).isPositive();
        assertThat(Called.with("model", "inspect", folder.resolve("m.elm").toString())
                        .out())
                .contains("quality       rows 1501..2000: accuracy");
    }

    @Test
    void shouldTakeEitherFormOfTheOption() {
        for (String[] form : List.of(
                new String[] {"--validate", "loo"},
                new String[] {"--validate=blocks"},
                new String[] {"--validate", "rows:1..300"},
                new String[] {"--validate=rows", "43501..43800"})) {
            assertThat(trainShuttle(form).exit()).as(Arrays.toString(form)).isZero();
        }
        Called wrong = trainShuttle("--validate", "later", "--json");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.error().get("field").asText()).isEqualTo("--validate");
    }

    @Test
    void shouldNotTestOnTrainingRows() {
        // When
        Called train = trainShuttle("--test", "1900..2100", "--json");

        // Then
        assertThat(train.exit()).isEqualTo(2);
        assertThat(train.error().get("message").asText()).contains("among the training rows, 1..2000");
    }

    @Test
    void shouldNotValidateOrTestOnTheTrainingFile() throws IOException {
        // Given
        Path data = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        Path other = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), data);
        Path detour = folder.resolve("../" + folder.getFileName()).resolve(data.getFileName());

        // When / Then
        for (Path same : List.of(data, link, detour)) {
            refused("--test", train(data, "--layer", "linear", "--test", same.toString(), "--json"));
            refused("--validate", train(data, "--layer", "linear", "--validate", "file", same.toString(), "--json"));
            refused("--validate", train(data, "--layer", "linear", "--validate=file:" + same, "--json"));
        }
        refused(
                "--test",
                train(
                        data,
                        "--layer",
                        "linear",
                        "--test",
                        other.toString(),
                        "--validate",
                        "file",
                        other.toString(),
                        "--json"));
        refused(
                "--test",
                train(
                        data,
                        "--layer",
                        "linear",
                        "--rows",
                        "1..200",
                        "--validate",
                        "rows",
                        "201..300",
                        "--test",
                        "300..400",
                        "--json"));
        assertThat(folder.resolve("m.elm")).doesNotExist();
    }

    private static void refused(String option, Called train) {
        assertThat(train.exit()).as(train.out()).isEqualTo(2);
        assertThat(train.error().get("field").asText()).isEqualTo(option);
    }

    @Test
    void shouldWarnOfRowsThatAreAlsoTrainingRows() throws IOException {
        // Given: the training rows and as many others, in another order, compressed
        Path data = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        Path fresh = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        List<String> lines = new ArrayList<>(Files.readAllLines(data).subList(1, 401));
        lines.addAll(Files.readAllLines(fresh).subList(1, 300));
        Collections.reverse(lines);
        lines.add(0, "a,label");
        Path copy = folder.resolve("copy.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }

        // When
        Called copied = train(data, "--layer", "linear", "--test", copy.toString());
        Called chosen = train(data, "--layer", "linear", "--validate", "file", copy.toString());
        Called honest = train(data, "--layer", "linear", "--test", fresh.toString());

        // Then
        assertThat(copied.exit()).isZero();
        assertThat(copied.err()).contains("warning: 57 % of the rows of --test have the features of a training row");
        assertThat(chosen.err()).contains("warning: 57 % of the rows of --validate");
        assertThat(honest.err()).doesNotContain("have the features of a training row");
    }

    @Test
    void shouldNameTheFieldThatIsMissing() throws IOException {
        // Given
        IntFunction<String> row = r -> random.nextDouble() + "," + (r % 2 == 0 ? "yes" : "no");
        Path data = table("a,label", row);
        Path holes = table("a,label", r -> (r == 6 ? "NaN" : random.nextDouble()) + (r % 2 == 0 ? ",yes" : ",no"));

        // When
        Called trained = train(holes, "--layer", "linear", "--rows", "5..90", "--json");
        Called tested = train(data, "--layer", "linear", "--test", holes.toString(), "--json");
        Called validated = train(data, "--layer", "linear", "--validate", "file", holes.toString(), "--json");
        Called filled = train(holes, "--layer", "linear", "--missing", "MEAN");

        // Then
        String place = ", row 7 (line 8), column \"a\" is empty or NaN, must be a number; leave the row out, or let the"
                + " mean stand in with --missing MEAN";
        assertThat(trained.error().get("message").asText()).isEqualTo("--data " + holes + place);
        assertThat(tested.error().get("message").asText()).isEqualTo("--test " + holes + place);
        assertThat(tested.error().get("field").asText()).isEqualTo("--test");
        assertThat(validated.error().get("message").asText()).isEqualTo("--validate file " + holes + place);
        assertThat(validated.error().get("field").asText()).isEqualTo("--validate");
        assertThat(filled.exit()).isZero();
    }

    @Test
    void shouldSummariseWarningsOfManyClasses() throws IOException {
        // Given: nothing tells the rare classes apart
        Path data = table("a,label", r -> random.nextDouble() + "," + (r < 60 ? "rare" + r % 30 : "usual"));

        // When
        Called train = train(data, "--layer", "linear", "--validate", "loo");

        // Then
        assertThat(train.err().lines().filter(line -> line.contains("recalls no row")))
                .singleElement()
                .asString()
                .contains("each of the classes \"rare0\", \"rare1\",", " and 20 more (leave-one-out)");
    }

    @Test
    void shouldValidateOnTheLastFifthOfATimeSeries() throws IOException {
        // Given: the classes change their places at the end
        Path data = table("time,signal,label", r -> {
            boolean on = random.nextBoolean();
            return r + "," + ((r < 320 ? 1 : -1) * (on ? 1 : -1) + 0.1 * random.nextDouble()) + ","
                    + (on ? "on" : "off");
        });

        // When
        Called train = train(data, "--layer", "linear");

        // Then
        assertThat(train.exit()).isZero();
        assertThat(train.out())
                .contains("last fifth: accuracy", "leave-one-out: accuracy", "trained on all training rows");
        assertThat(train.err())
                .contains(
                        "validates on last fifth by default",
                        "column \"time\" rises or falls from row to row",
                        "warning: leave-one-out says");
    }

    @Test
    void shouldWarnOfLaterRowsThatDifferThoughTheOrderShowsNothing() throws IOException {
        // Given: the classes change their places at the end
        Path data = table("signal,label", r -> {
            double signal = 2 * random.nextDouble() - 1;
            return signal + "," + (signal > 0 == r < 320 ? "on" : "off");
        });

        // When
        Called train = train(data, "--layer", "linear");

        // Then
        assertThat(train.exit()).isZero();
        assertThat(train.out()).contains("leave-one-out: accuracy").doesNotContain("last fifth: accuracy");
        assertThat(train.err()).contains("warning: leave-one-out says", "last fifth, predicted by a model of");
    }

    @Test
    void shouldTrainIfTheOnlyRowOfAClassIsTheLast() throws IOException {
        // Given
        Path data = table("a,b,label", r -> random.nextDouble() + "," + r % 7 + "," + (r < 399 ? "ok" : "fault"));

        // When
        Called train = train(data, "--layer", "linear", "--json");

        // Then
        assertThat(train.exit()).as(train.err()).isZero();
        assertThat(train.json().get("rows").asInt()).isEqualTo(400);
    }

    @Test
    void shouldNotWriteOverWhatItReads() throws IOException {
        // Given
        Path data = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        String before = Files.readString(data);

        // When
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
                "--out",
                data.toString(),
                "--layer",
                "linear",
                "--json");

        // Then
        assertThat(train.exit()).isEqualTo(2);
        assertThat(train.error().get("message").asText()).contains("--out", "is also --data");
        assertThat(Files.readString(data)).isEqualTo(before);
    }

    @Test
    void shouldReadTestRowsBeforeItTrains() throws IOException {
        // Given
        Path data = table("a,label", r -> random.nextDouble() + "," + (r % 2 == 0 ? "on" : "off"));
        Path others = folder.resolve("others.csv");
        Files.writeString(others, "a,label\n0.5,broken\n");

        // When
        Called train = train(data, "--layer", "linear", "--test", others.toString());

        // Then
        assertThat(train.exit()).isNotZero();
        assertThat(train.err()).contains("broken");
        assertThat(folder.resolve("m.elm")).doesNotExist();
    }

    @Test
    void shouldWarnOfAClassThatIsNeverRecalled() throws IOException {
        // Given: nothing tells the rare class apart
        Path data = table(
                "a,b,label",
                r -> random.nextDouble() + "," + random.nextDouble() + "," + (r % 40 == 7 ? "rare" : "usual"));

        // When
        Called train = train(data, "--layer", "linear", "--json");

        // Then
        assertThat(train.exit()).isZero();
        assertThat(train.json().get("validated").get("neverRecalled").get(0).asText())
                .isEqualTo("rare");
        assertThat(train.err()).contains("warning: the model recalls no row of class \"rare\" (leave-one-out)");
    }

    @Test
    void shouldNameColumnsThatSpoilAModel() throws IOException {
        // Given
        Path constant = table("a,b,label", r -> "5," + random.nextDouble() + "," + (r % 2));
        Path copy = table("a,b,label", r -> r % 2 + "," + random.nextDouble() + "," + (r % 2));

        // When
        Called warned = train(constant, "--layer", "linear");
        Called refused = train(copy, "--layer", "linear", "--json");

        // Then
        assertThat(warned.err()).contains("warning: column \"a\" is constant");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.error().get("code").asText()).isEqualTo("BAD_DATA");
        assertThat(refused.error().get("message").asText()).contains("column \"a\" equals the label in every row");
    }

    @Test
    void shouldNotReplaceTheModelThatIsRounded() throws IOException {
        // Given
        trainShuttle();
        Path model = folder.resolve("m.elm");
        byte[] before = Files.readAllBytes(model);

        // When
        Called refused = quantize(model, folder.resolve(".").resolve("m.elm"));

        // Then
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    @Test
    void shouldQuantizeOnlyIfLittleIsLost() throws IOException {
        // Given
        trainShuttle();
        Path model = folder.resolve("m.elm");
        Path small = folder.resolve("small.elm");

        // When
        Called done = quantize(model, small, "--max-loss", "5", "--version", "7", "--json");
        Called refused = quantize(model, folder.resolve("none.elm"), "--max-loss", "-1");
        Called again = Called.with(
                "evaluate",
                "--model",
                small.toString(),
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "43501..45500",
                "--json");

        // Then
        assertThat(done.exit()).isZero();
        assertThat(done.json().get("version").asInt()).isEqualTo(7);
        JsonNode result = done.json();
        assertThat(result.get("after").get("bytes").asLong())
                .isEqualTo(Files.size(small))
                .isLessThan(Files.size(model));
        assertThat(result.get("before").get("bytes").asLong()).isEqualTo(Files.size(model));
        assertThat(result.get("after").get("nanos").asDouble()).isPositive();
        assertThat(again.json().get("accuracy").asDouble())
                .isEqualTo(result.get("after").get("accuracy").asDouble());
        assertThat(refused.exit()).isEqualTo(2);
    }

    @Test
    void shouldRefuseToQuantizeWhatWouldNotBeSmaller() {
        // Given
        trainShuttle();
        Path small = folder.resolve("small.elm");
        quantize(folder.resolve("m.elm"), small, "--max-loss", "5");

        for (String bits : List.of("8", "16")) {
            // When
            Path again = folder.resolve("again.elm");
            Called refused = quantize(small, again, "--bits", bits, "--json");

            // Then
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.error().get("code").asText()).isEqualTo("NOT_SMALLER");
            assertThat(refused.error().get("message").asText())
                    .contains("nothing was written: the file would not be smaller");
            assertThat(again).doesNotExist();
        }
    }

    @Test
    void shouldNameTheRowThatAModelToQuantizeRefuses() throws IOException {
        // Given
        IntFunction<String> row = r -> random.nextDouble() + "," + (r % 2 == 0 ? "yes" : "no");
        train(table("a,label", row), "--hidden", "5", "--activation", "tanh");
        Path holes = table("a,label", r -> (r == 6 ? "" : random.nextDouble()) + ",yes");

        // When
        Called refused = Called.with(
                "model",
                "quantize",
                folder.resolve("m.elm").toString(),
                "--out",
                folder.resolve("none.elm").toString(),
                "--data",
                holes.toString(),
                "--label",
                "label",
                "--json");

        // Then
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.error().get("code").asText()).isEqualTo("BAD_DATA");
        assertThat(refused.error().get("field").asText()).isEqualTo("--data");
        assertThat(refused.error().get("message").asText())
                .isEqualTo("--data " + holes + ", row 7 (line 8), column \"a\" is empty or NaN, must be a number;"
                        + " leave the row out, or train the model with --missing MEAN");
    }

    private Called quantize(Path model, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("model", "quantize", model.toString(), "--out", out.toString()));
        words.addAll(List.of("--data", SHUTTLE, "--label", "state", "--rows", "43501..45500"));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private Called trainShuttle(String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--data", SHUTTLE, "--label", "state"));
        words.addAll(List.of("--rows", "1..2000", "--hidden", "20", "--activation", "tanh"));
        return train(words, more);
    }

    private Called train(Path data, String... more) {
        return train(new ArrayList<>(List.of("train", "--data", data.toString(), "--label", "label")), more);
    }

    private Called train(List<String> words, String... more) {
        words.addAll(List.of(
                "--model",
                "m",
                "--version",
                "1",
                "--out",
                folder.resolve("m.elm").toString()));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private Path table(String header, IntFunction<String> row) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int r = 0; r < 400; r++) {
            lines.add(row.apply(r));
        }
        return Files.write(Files.createTempFile(folder, "table", ".csv"), lines);
    }
}
