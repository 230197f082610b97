package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Governor;
import io.elmstream.governor.InstanceReport.Compared;
import io.elmstream.governor.InstanceReport;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.ModelComparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the governor makes of the instances' counts. */
class CompareVersionsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final long TRIED = 2;

    private final GovernorDriver driver = new GovernorDriver(new Governor(5_000, 500));

    @BeforeEach
    void tryAVersionThatMustAgreeOnNinetyOfAHundred() {
        for (int version = 1; version <= 2; version++) {
            driver.send(new Publish("p" + version, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, version), false));
        }
        driver.send(new Activate("a", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));
        Gate gate = new Gate(100, OptionalDouble.empty(), OptionalDouble.of(0.9), 0);
        driver.send(new Challenge(
                "c", SHUTTLE, new Challenger(2, Mode.SHADOW, Share.ALL, Optional.of(gate)), OptionalLong.empty()));
        driver.models();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPromoteOnceAllInstancesTogetherComparedEnough() {
        // When
        report("one", GovernorDriver.APPLICATION, TRIED, 60, 59);
        List<ModelComparison> first = driver.comparisons();
        report("two", GovernorDriver.APPLICATION, TRIED, 50, 48);
        report("two", GovernorDriver.APPLICATION, TRIED, 55, 53);

        // Then
        assertThat(first).singleElement().satisfies(comparison -> {
            assertThat(comparison.getInstances()).isEqualTo(1);
            assertThat(comparison.getComparison().getCompared()).isEqualTo(60);
        });
        assertThat(driver.comparisons()).singleElement()
                .satisfies(comparison -> assertThat(comparison.getComparison().getCompared()).isEqualTo(110));
        assertThat(latest()).satisfies(step -> {
            assertThat(step.champion()).isEqualTo(2);
            assertThat(step.reason()).contains("promoted by its gate").contains("110 readings compared");
        });
    }

    @Test
    void shouldTakeBackWhatDoesNotAgree() {
        // When
        report("one", GovernorDriver.APPLICATION, TRIED, 100, 89);

        // Then
        assertThat(latest()).satisfies(step -> {
            assertThat(step.champion()).isEqualTo(1);
            assertThat(step.takesBack()).hasValue(TRIED);
            assertThat(step.reason()).contains("taken back by its gate");
        });
    }

    @Test
    void shouldNotCountWhatAnotherApplicationComparesWhoReadsTheSameAgain() {
        // When
        report("one", "elmstream-again", TRIED, 1_000, 1_000);

        // Then
        assertThat(driver.comparisons()).isEmpty();
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldNotCountWhatWasComparedOfAnotherStep() {
        // When
        report("one", GovernorDriver.APPLICATION, TRIED - 1, 1_000, 1_000);

        // Then
        assertThat(driver.comparisons()).isEmpty();
        assertThat(driver.models()).isEmpty();
    }

    private void report(String instance, String application, long revision, long compared, long agreed) {
        Comparison comparison = new Comparison(compared, agreed, Map.of(), 0, 0, 0, 0);
        driver.report(new InstanceReport(instance, application, 1, 2, false, List.of(new InstanceReport.Model(
                "shuttle", revision, OptionalInt.of(1), List.of(), Optional.of(new Compared(revision, comparison))))));
    }

    private Step latest() {
        List<GovernorDriver.Model> models = driver.models();
        assertThat(models).hasSize(1);
        Timeline timeline = ModelRecords.timeline(models.get(0).value());
        return timeline.steps().get(timeline.steps().size() - 1);
    }
}
