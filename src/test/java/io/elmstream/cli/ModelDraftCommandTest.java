package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From two model files to one, and what one does with it without a broker. */
class ModelDraftCommandTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";
    private static final String SATELLITE = "src/main/resources/samples/satellite.csv.gz";

    @TempDir
    static Path folder;

    @BeforeAll
    static void trainBoth() {
        train("small.elm", SHUTTLE, "state", 6);
        train("large.elm", SHUTTLE, "state", 60);
    }

    @Test
    void shouldPackADraftAndItsVerifierIntoOneVersion() throws IOException {
        // Given
        Path pair = folder.resolve("pair.elm");

        // When
        Called drafted = draft("small.elm", "large.elm", pair, "--json");
        Called inspected = Called.with("model", "inspect", pair.toString(), "--json");
        Called evaluated = Called.with(
                "evaluate",
                "--model",
                pair.toString(),
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "43501..45500",
                "--json");
        Called dry = Called.with("dry-run", "--readings", SHUTTLE, "--rows", "1..9", "--model", pair.toString());

        // Then
        JsonNode result = drafted.json();
        assertThat(result.get("version").asInt()).isEqualTo(7);
        assertThat(result.get("rows").asInt()).isEqualTo(1_400);
        assertThat(result.get("bytes").asLong()).isEqualTo(Files.size(pair));
        assertThat(result.get("verified").asDouble()).isBetween(0.001, 0.999);
        assertThat(result.get("agreement").asDouble()).isBetween(0.95, 1.0);
        for (String line : new String[] {"draft", "verifier", "both"}) {
            assertThat(result.get(line).get("accuracy").asDouble()).isBetween(0.5, 1.0);
            assertThat(result.get(line).get("nanos").asDouble()).isPositive();
        }
        JsonNode inspection = inspected.json();
        assertThat(inspection.get("hidden").asInt()).isEqualTo(60);
        assertThat(inspection.get("draft").get("hidden").asInt()).isEqualTo(6);
        assertThat(inspection.get("draft").get("thresholds")).hasSameSizeAs(inspection.get("labels"));
        assertThat(inspection.get("digest")).isEqualTo(result.get("digest"));
        assertThat(inspection.get("probes").asInt()).isPositive();
        assertThat(evaluated.json().get("verified").asDouble()).isBetween(0.001, 0.999);
        assertThat(evaluated.json().get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.lines()).hasSize(10);
    }

    @Test
    void shouldShowWhatEachOfThemCosts() {
        // When
        Called people = draft("small.elm", "large.elm", folder.resolve("shown.elm"));
        Called inspected =
                Called.with("model", "inspect", folder.resolve("shown.elm").toString());

        // Then
        assertThat(people.exit()).as(people.err()).isZero();
        assertThat(people.out()).contains("draft", "verifier", "both", "ns a reading", "the verifier answers");
        assertThat(inspected.out()).contains("draft         6 ", "answers all other readings");
    }

    @Test
    void shouldRefuseModelsThatDoNotFitEachOther() {
        // Given
        train("other.elm", SATELLITE, "soil", 6);
        draft("small.elm", "large.elm", folder.resolve("first.elm"));

        // When
        Called differing = draft("small.elm", "other.elm", folder.resolve("never.elm"), "--json");
        Called nested = draft("first.elm", "large.elm", folder.resolve("never.elm"), "--json");
        Called wanted = draft("small.elm", "large.elm", folder.resolve("never.elm"), "--agreement", "1.5", "--json");

        // Then
        assertThat(differing.exit()).isEqualTo(1);
        assertThat(differing.error().get("message").asText())
                .startsWith("--verifier does not fit --draft: features: number 1 of the draft is");
        assertThat(nested.error().get("message").asText()).contains("is itself a draft with its verifier");
        assertThat(wanted.exit()).isEqualTo(2);
        assertThat(wanted.error().get("field").asText()).isEqualTo("--agreement");
        assertThat(folder.resolve("never.elm")).doesNotExist();
    }

    @Test
    void shouldWarnOfRowsThatAModelWasTrainedOn() {
        // When
        Called known = draftOn("1..3000", "small.elm", "large.elm", folder.resolve("known.elm"));
        Called fresh = draft("small.elm", "large.elm", folder.resolve("fresh.elm"));

        // Then
        assertThat(known.exit()).isZero();
        assertThat(known.err()).contains("warning: draft or verifier was trained on exactly these rows");
        assertThat(fresh.err()).doesNotContain("warning");
    }

    private static Called draft(String draft, String verifier, Path out, String... more) {
        return draftOn("3001..4400", draft, verifier, out, more);
    }

    private static Called draftOn(String rows, String draft, String verifier, Path out, String... more) {
        String[] words = {
            "model",
            "draft",
            "--draft",
            folder.resolve(draft).toString(),
            "--verifier",
            folder.resolve(verifier).toString(),
            "--data",
            SHUTTLE,
            "--label",
            "state",
            "--rows",
            rows,
            "--version",
            "7",
            "--out",
            out.toString()
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Called.with(all);
    }

    private static void train(String file, String data, String label, int hidden) {
        Called trained = Called.with(
                "train",
                "--data",
                data,
                "--label",
                label,
                "--rows",
                "1..3000",
                "--model",
                "shuttle",
                "--version",
                "1",
                "--hidden",
                String.valueOf(hidden),
                "--activation",
                "tanh",
                "--out",
                folder.resolve(file).toString());
        assertThat(trained.exit()).as(trained.err()).isZero();
    }
}
