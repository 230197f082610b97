package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model that learns from large ones, of rows with and without labels. */
class ModelDistillCommandTest {

    private static final int ROWS = 500;

    @TempDir
    static Path folder;

    @BeforeAll
    static void trainTeachers() throws IOException {
        Path data = table("all.csv", "a,b,state", row -> true);
        train("one.elm", data, 1);
        train("two.elm", data, 2);
        train("swapped.elm", table("swapped.csv", "b,a,state", row -> true), 3);
        table("tenth.csv", "b,a,state", row -> row % 10 == 0);
        table("none.csv", "a,b,state", row -> false);
        table("last.csv", "a,b,state", row -> true);
    }

    @Test
    void shouldTeachOnRowsOfWhichFewHaveALabel() throws IOException {
        // Given
        Path student = folder.resolve("student.elm");

        // When
        Called distilled =
                distill("one.elm", "tenth.csv", student, "--label", "state", "--test", file("all.csv"), "--json");
        Called inspected = Called.with("model", "inspect", student.toString(), "--json");

        // Then
        JsonNode result = distilled.json();
        assertThat(result.get("model").asText()).isEqualTo("ring");
        assertThat(result.get("version").asInt()).isEqualTo(9);
        assertThat(result.get("teachers").get(0).asText()).isEqualTo("ring version 1");
        assertThat(result.get("rows").asInt()).isEqualTo(ROWS);
        assertThat(result.get("labelled").asInt()).isEqualTo(ROWS / 10);
        assertThat(accuracy(result, "student"))
                .isGreaterThan(accuracy(result, "labelsAlone"))
                .isLessThanOrEqualTo(1);
        assertThat(accuracy(result, "teacher")).isGreaterThan(accuracy(result, "labelsAlone"));
        assertThat(result.get("closed").asDouble()).isPositive();
        assertThat(result.get("student").get("bytes").asLong()).isEqualTo(Files.size(student));
        assertThat(result.get("teacher").get("bytes").asLong()).isEqualTo(Files.size(folder.resolve("one.elm")));
        for (String line : List.of("student", "labelsAlone", "teacher")) {
            assertThat(result.get(line).get("nanos").asDouble()).isPositive();
            assertThat(result.get(line).get("quality").get("count").asInt()).isEqualTo(ROWS);
            assertThat(result.get(line).get("quality").get("rows").asText()).isEqualTo("test rows");
        }
        JsonNode inspection = inspected.json();
        assertThat(inspection.get("digest")).isEqualTo(result.get("digest"));
        assertThat(inspection.get("featureNames").get(0).asText()).isEqualTo("a");
        assertThat(inspection.get("validation").asText())
                .matches("leave-one-out on the rows with a label, distilled from ring version 1, SHA-256 [0-9a-f]{64}");
    }

    @Test
    void shouldWriteTheSameBytesForTheSameRows() {
        // When
        Called first = distill("one.elm,two.elm", "tenth.csv", folder.resolve("f.elm"), "--label", "state", "--json");
        Called second = distill("one.elm,two.elm", "tenth.csv", folder.resolve("s.elm"), "--label", "state", "--json");
        Called other = distill("two.elm", "tenth.csv", folder.resolve("o.elm"), "--label", "state", "--json");

        // Then
        String digest = first.json().get("digest").asText();
        assertThat(second.json().get("digest").asText()).isEqualTo(digest);
        assertThat(other.json().get("digest").asText()).isNotEqualTo(digest);
    }

    @Test
    void shouldTeachWithoutLabels() {
        // When
        Called empty = distill("one.elm", "none.csv", folder.resolve("a.elm"), "--label", "state", "--json");
        Called ignored = distill("one.elm", "all.csv", folder.resolve("b.elm"));
        Called tested = distill("one.elm", "all.csv", folder.resolve("c.elm"), "--test", file("last.csv"), "--json");

        // Then
        JsonNode result = empty.json();
        assertThat(result.get("labelled").asInt()).isZero();
        assertThat(result.get("labelsAlone").isNull()).isTrue();
        assertThat(result.get("closed").isNull()).isTrue();
        assertThat(accuracy(result, "teacher")).isEqualTo(1);
        assertThat(accuracy(result, "student")).isBetween(0.8, 1.0);
        assertThat(result.get("student").get("quality").get("rows").asText())
                .isEqualTo("leave-one-out by the teacher's classes");
        assertThat(ignored.exit()).as(ignored.err()).isZero();
        assertThat(ignored.err()).contains("ignored columns state");
        assertThat(ignored.out())
                .contains("student", "teacher", "by the teacher's classes")
                .doesNotContain("labels alone");
        assertThat(tested.exit()).isEqualTo(2);
        assertThat(tested.error().get("message").asText())
                .isEqualTo("--test needs labelled rows: name their column with --label");
    }

    @Test
    void shouldAverageTeachersWhoseFeaturesAreInAnotherOrder() {
        // When
        Called together =
                distill("one.elm,swapped.elm", "tenth.csv", folder.resolve("t.elm"), "--label", "state", "--json");

        // Then
        assertThat(together.json().get("teachers")).hasSize(2);
        assertThat(accuracy(together.json(), "teacher")).isGreaterThan(0.9);
        assertThat(together.json().get("teacher").get("bytes").asLong())
                .isEqualTo(size("one.elm") + size("swapped.elm"));
    }

    @Test
    void shouldLearnFromADraftWithItsVerifier() {
        // Given
        Called pair = Called.with(
                "model",
                "draft",
                "--draft",
                file("one.elm"),
                "--verifier",
                file("two.elm"),
                "--data",
                file("all.csv"),
                "--label",
                "state",
                "--version",
                "3",
                "--out",
                file("pair.elm"));
        assertThat(pair.exit()).as(pair.err()).isZero();

        // When
        Called distilled = distill("pair.elm", "tenth.csv", folder.resolve("p.elm"), "--label", "state", "--json");

        // Then
        assertThat(accuracy(distilled.json(), "student")).isGreaterThan(0.7);
    }

    @Test
    void shouldValidateByTimeAndCompareOnTheSameRows() {
        // When
        Called distilled = distill(
                "one.elm", "tenth.csv", folder.resolve("v.elm"), "--label", "state", "--validate", "time", "--json");

        // Then
        JsonNode result = distilled.json();
        for (String line : List.of("student", "labelsAlone", "teacher")) {
            assertThat(result.get(line).get("quality").get("count").asInt()).isEqualTo(ROWS / 5 / 10);
        }
    }

    @Test
    void shouldCompareKindsIfNoneIsNamed() {
        // When
        Called distilled = distill(
                List.of("--hidden", "8"),
                "one.elm",
                "tenth.csv",
                folder.resolve("k.elm"),
                "--label",
                "state",
                "--json");

        // Then
        assertThat(distilled.json().get("tried")).hasSizeGreaterThan(3);
        assertThat(distilled.json().get("hidden").asInt()).isBetween(0, 8);
    }

    @Test
    void shouldNameWhatDoesNotFit() throws IOException {
        // Given
        train("features.elm", table("features.csv", "a,c,state", row -> true), 4);
        Path relabelled = folder.resolve("relabelled.csv");
        Files.writeString(
                relabelled, Files.readString(folder.resolve("all.csv")).replace("out", "far"));
        train("classes.elm", relabelled, 5);
        Path gap = Files.writeString(folder.resolve("gap.csv"), "a,b,state\n0.5,0.1,\n,0.2,in\n");
        Path out = folder.resolve("never.elm");

        // Then
        refused(
                distill("one.elm,features.elm", "all.csv", out, "--json"),
                1,
                "BAD_MODEL",
                "features.elm has the feature \"c\"");
        refused(distill("features.elm", "all.csv", out, "--json"), 1, "BAD_DATA", "has no column \"c\"");
        refused(
                distill("one.elm,classes.elm", "all.csv", out, "--json"),
                1,
                "BAD_MODEL",
                "classes.elm has the class \"far\"");
        refused(
                distill("one.elm", "relabelled.csv", out, "--label", "state", "--json"),
                1,
                "BAD_DATA",
                "is \"far\", must be one of [in, out], or empty");
        refused(
                distill("one.elm", gap.getFileName().toString(), out, "--label", "state", "--json"),
                1,
                "BAD_DATA",
                "gap.csv, row 2 (line 3), column \"a\" is empty or NaN, must be a number; leave the row out, or train"
                        + " the teacher with --missing MEAN: ring version 1 refuses missing values");
        refused(
                distill("one.elm", "all.csv", out, "--rows", "900..999", "--json"),
                1,
                "BAD_DATA",
                "and none in 900..999");
        refused(
                distill("one.elm", "all.csv", out, "--label", "a", "--json"),
                2,
                "BAD_VALUE",
                "is a feature of the teacher");
        refused(
                distill("one.elm,two.elm", "all.csv", folder.resolve("two.elm"), "--json"),
                2,
                "BAD_VALUE",
                "two.elm is also --teacher");
        refused(
                distill("one.elm", "tenth.csv", out, "--label", "state", "--validate", "rows", "2..9", "--json"),
                2,
                "BAD_VALUE",
                "--validate: none of its rows (rows 2..9) has a label; name others");
        assertThat(out).doesNotExist();
    }

    private static void refused(Called called, int exit, String code, String message) {
        assertThat(called.exit()).as(called.out() + called.err()).isEqualTo(exit);
        assertThat(called.error().get("code").asText()).isEqualTo(code);
        assertThat(called.error().get("message").asText()).contains(message);
    }

    private static double accuracy(JsonNode result, String line) {
        return result.get(line).get("quality").get("accuracy").asDouble();
    }

    private static long size(String name) {
        return folder.resolve(name).toFile().length();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Called distill(String teachers, String data, Path out, String... more) {
        return distill(
                List.of("--hidden", "12", "--layer", "family", "--widths", "1,2", "--gains", "2", "--anchored"),
                teachers,
                data,
                out,
                more);
    }

    private static Called distill(List<String> layer, String teachers, String data, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("model", "distill", "--data", file(data), "--teacher"));
        words.add(teachers.replaceAll("([a-z]+\\.elm)", folder + "/$1"));
        words.addAll(List.of("--version", "9", "--out", out.toString()));
        words.addAll(layer);
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private static void train(String name, Path data, int version) {
        Called trained = Called.with(
                "train",
                "--data",
                data.toString(),
                "--label",
                "state",
                "--model",
                "ring",
                "--version",
                String.valueOf(version),
                "--hidden",
                "60",
                "--layer",
                "radial",
                "--gamma",
                "3",
                "--seed",
                String.valueOf(version),
                "--out",
                file(name));
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    /** Points in a square, inside a ring or out of it; the columns have the order of the header. */
    private static Path table(String name, String header, IntPredicate labelled) throws IOException {
        SplittableRandom random = new SplittableRandom(name.equals("last.csv") ? 2 : 1);
        List<String> lines = new ArrayList<>(List.of(header));
        for (int r = 0; r < ROWS; r++) {
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            String state = labelled.test(r) ? (a * a + b * b < 0.6 ? "in" : "out") : "";
            lines.add((header.startsWith("a") ? a + "," + b : b + "," + a) + "," + state);
        }
        return Files.write(folder.resolve(name), lines);
    }
}
