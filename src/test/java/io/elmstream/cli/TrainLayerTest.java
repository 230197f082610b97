package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How train names a hidden layer, or finds one. */
class TrainLayerTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--hidden 20 --activation clip; mixed clip, no direct links; 20",
                "--hidden 20 --layer mixed; mixed tanh; 30",
                "--hidden 20 --layer family --widths 1,2 --gains 4,8 --anchored; family 1-2 gain 4-8 anchored tanh; 30",
                "--hidden 20 --layer contrast --width 3 --activation relu --no-direct;"
                        + " contrast 3 relu, no direct links; 20",
                "--hidden 20 --layer contrast --width 1,2 --nearest 4; contrast 1-2 nearest of 4 tanh; 30",
                "--hidden 20 --layer radial --gamma 1.5; radial 1.5; 30",
                "--hidden 21 --layer family,contrast; family 2-3-4 gain 2 tanh + contrast 8 tanh; 31",
                "--layer linear; linear; 10"
            })
    void shouldTrainTheLayerThatIsNamed(String options, String layer, int units) {
        // Given
        Path file = folder.resolve("named.elm");

        // When
        Called called = train(file, options);

        // Then
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.json().get("layer").asText()).isEqualTo(layer);
        assertThat(called.json().get("tried")).isEmpty();
        JsonNode inspected =
                Called.with("model", "inspect", file.toString(), "--json").json();
        assertThat(inspected.get("hidden").asInt()).isEqualTo(units);
        assertThat(inspected.get("weights").asInt()).isPositive();
        assertThat(inspected.get("nanos").asDouble()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--hidden 20 --widths 2; --widths; needs --layer family",
                "--hidden 20 --layer family --width 2; --width; needs --layer contrast",
                "--hidden 20 --layer radial --nearest 2; --nearest; needs --layer contrast",
                "--hidden 20 --layer contrast --nearest 0; --nearest; must be from 1 to 256",
                "--hidden 20 --layer family --gains 0; --gains; must be above 0",
                "--hidden 20 --layer contrast --gamma 2; --gamma; needs --layer radial",
                "--layer contrast; --hidden; is missing",
                "--hidden 20 --layer family --widths 0; --widths; must be from 1 to 64",
                "--hidden 20 --activation linear; --activation; must be SIGMOID, TANH, RELU or CLIP",
                "--layer linear --no-direct; --no-direct; must have units",
                "--layer linear --hidden 20; --hidden; has no effect with --layer linear",
                "--layer linear --activation tanh; --activation; has no effect with --layer linear",
                "--layer linear --seed 2; --seed; has no effect with --layer linear",
                "--hidden 20 --layer radial --activation relu; --activation; has no effect with --layer radial",
                "--hidden 20 --layer family --widths 2 --gamma 3; --gamma; needs --layer radial",
                "--hidden 20 --no-direct; --no-direct; needs --layer",
                "--hidden 1 --layer family,contrast; --hidden; must be 2 or more",
                "--hidden 20 --layer family --auto; --auto; name only their number",
                "--hidden 20 --layer family --picture p.svg; --picture; belongs to a search",
                "--auto --metric speed; --metric; must be accuracy, macro-recall or log-loss",
                "--auto --max-nanos 0; --max-nanos; must be above 0"
            })
    void shouldSayWhatIsWrongWithTheLayer(String options, String option, String message) {
        // When
        Called called = train(folder.resolve("never.elm"), options);

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("field").asText()).isEqualTo(option);
        assertThat(called.error().get("message").asText()).contains(option, message);
    }

    @Test
    void shouldCompareKindsWhenOnlyTheNumberIsNamed() throws IOException {
        // Given
        Path first = folder.resolve("first.elm");
        Path second = folder.resolve("second.elm");

        // When
        JsonNode result = train(first, "--hidden 16").json();
        train(second, "--hidden 16");

        // Then
        assertThat(result.get("tried").size()).isBetween(9, 14);
        assertThat(result.get("tried").findValuesAsText("chosen")).containsOnlyOnce("true");
        assertThat(result.get("hidden").asInt()).isIn(0, 16);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void shouldSearchEverythingAndDrawIt() throws IOException {
        // Given
        Path picture = folder.resolve("search.svg");

        // When
        Called called = train(folder.resolve("auto.elm"), "--auto --hidden 16 --picture " + picture);

        // Then
        assertThat(called.exit()).as(called.err()).isZero();
        JsonNode tried = called.json().get("tried");
        assertThat(tried.size()).isGreaterThan(20);
        assertThat(tried.findValuesAsText("classWeights")).contains("none", "0.3", "1.0");
        assertThat(Files.readString(picture))
                .startsWith("<svg")
                .contains("circle")
                .endsWith("</svg>\n");
    }

    @Test
    @EnabledIf("hasFullDevice")
    void shouldWriteTheModelBeforeThePicture() {
        // Given: what is always full on Linux
        Path file = folder.resolve("kept.elm");

        // When
        Called called = train(file, "--hidden 4 --picture /dev/full");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("field").asText()).isEqualTo("--picture");
        assertThat(file).exists();
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }

    @Test
    void shouldPrintATableOfWhatWasCompared() {
        // When
        Called called = Called.with(words(folder.resolve("table.elm"), "--hidden 8"));

        // Then
        assertThat(called.out()).contains("macro recall", "±", "\n*", "trained in");
        assertThat(called.lines().stream().filter(line -> line.contains("±")))
                .hasSizeGreaterThan(8)
                .allMatch(line -> line.length() <= 100);
    }

    private static Called train(Path out, String options) {
        List<String> words = new ArrayList<>(List.of(words(out, options)));
        words.add("--json");
        return Called.with(words.toArray(String[]::new));
    }

    private static String[] words(Path out, String options) {
        List<String> words = new ArrayList<>(List.of(
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
                "--out",
                out.toString()));
        words.addAll(List.of(options.split(" ")));
        return words.toArray(String[]::new);
    }
}
