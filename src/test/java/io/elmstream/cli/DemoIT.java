package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The demo as a stranger calls it, with fewer readings. */
@TestInstance(Lifecycle.PER_CLASS)
class DemoIT {

    private static final long READINGS = 6_000;

    private Called demo;
    private JsonNode result;

    @BeforeAll
    void run() {
        demo = Called.with("demo", "--readings", Long.toString(READINGS), "--json");
        result = demo.json();
    }

    @Test
    void shouldGiveEveryReadingOneOutcome() {
        // Then
        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(result.get("readings").asLong()).isEqualTo(READINGS);
        assertThat(result.get("deadLetters").asLong()).isEqualTo(10);
        assertThat(result.get("predictions").asLong()).isEqualTo(READINGS - 10);
        assertThat(longs(result, "lost", "duplicated", "outOfOrder")).containsOnly(0L);
    }

    @Test
    void shouldShowTheWholeLifeOfAModel() {
        // When
        JsonNode steps = result.get("steps");

        // Then
        assertThat(texts(steps, "event"))
                .containsExactly("ACTIVATED", "CHALLENGED", "PROMOTED", "ACTIVATED", "ROLLED_BACK");
        assertThat(texts(steps, "champion")).containsExactly("1", "1", "2", "4", "2");
        assertThat(steps.get(3).get("voidedBy").asLong()).isEqualTo(5);
        assertThat(result.get("refusedModels").asLong()).isEqualTo(1);
        assertThat(result.get("refused").get("code").asText()).isEqualTo("DIGEST_MISMATCH");
    }

    @Test
    void shouldCountEveryPredictionUnderItsVersionAndItsRevision() {
        // When
        JsonNode versions = result.get("versions");
        List<String> revisions = texts(result.get("steps"), "predictions");

        // Then
        assertThat(revisions).satisfies(counts -> {
            assertThat(Long.parseLong(counts.get(0)) + Long.parseLong(counts.get(1)))
                    .isEqualTo(versions.get("1").get("predictions").asLong());
            assertThat(counts.get(2))
                    .isEqualTo(versions.get("2").get("predictions").asText());
            assertThat(counts.get(3))
                    .isEqualTo(versions.get("4").get("predictions").asText());
            assertThat(counts.get(4)).isEqualTo("0");
        });
    }

    @Test
    void shouldCompareTheChallengerBeforeItIsPromoted() {
        // When
        JsonNode comparison = result.get("comparison");

        // Then
        assertThat(comparison.get("mode").asText()).isEqualTo("SHADOW");
        assertThat(comparison.get("compared").asLong())
                .isPositive()
                .isEqualTo(comparison.get("labelled").asLong());
        assertThat(comparison.get("challengerAccuracy").asDouble())
                .isGreaterThan(comparison.get("championAccuracy").asDouble());
        assertThat(comparison.get("agreement").asDouble()).isBetween(0.9, 1.0);
    }

    @Test
    void shouldMeasureTheRollbackFromThePredictions() {
        // When
        JsonNode rollback = result.get("rollback");

        // Then
        assertThat(rollback.get("version").asInt()).isEqualTo(4);
        assertThat(rollback.get("revision").asLong()).isEqualTo(4);
        assertThat(rollback.get("firstWithoutMillis").asDouble()).isPositive();
        assertThat(result.get("versions").get("4").get("accuracy").asDouble()).isLessThan(0.1);
        assertThat(demo.err()).contains("rolling back version 4", "version 2 is champion again");
    }

    /** Whether accuracy is back before the readings end depends on the machine; that it was learnt does not. */
    @Test
    void shouldReportADriftAndLearnThroughAKilledProcess() {
        // When
        Called drift = Called.with("demo", "--drift", "--readings", "10000", "--json");
        JsonNode learnt = drift.json();

        // Then
        assertThat(learnt.get("predictions").asLong()).as(drift.err()).isEqualTo(10_000);
        assertThat(learnt.get("fallen").asDouble())
                .isLessThan(learnt.get("before").asDouble() - 0.1);
        assertThat(learnt.hasNonNull("rowsToDetection")).as(drift.err()).isTrue();
        assertThat(learnt.get("learnt").asLong()).isBetween(9_500L, 10_000L);
    }

    private static List<Long> longs(JsonNode node, String... fields) {
        return List.of(fields).stream().map(field -> node.get(field).asLong()).toList();
    }

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.get(field).asText()));
        return texts;
    }
}
