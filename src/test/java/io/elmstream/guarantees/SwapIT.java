package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.bench.SwapBench;
import io.elmstream.cli.Main;
import io.elmstream.config.Guarantee;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred versions take over, one after the other, while two processes score a steady stream. */
class SwapIT {

    private static final int SWAPS = 100;
    /** Publishing one and making it the champion takes two commits of the governor, of a tenth of a second each. */
    private static final Duration EVERY = Duration.ofMillis(300);

    private static final double PER_SECOND = 2_000;

    @Test
    void shouldKeepEveryPromiseThroughAHundredSwaps() throws InterruptedException {
        // Given
        List<Prediction> predictions = new ArrayList<>();
        SwapBench bench = new SwapBench(PER_SECOND, SWAPS, EVERY, List.of(Main.class.getName(), "run"), line -> {});

        // When
        SwapBench.Run run = bench.run(
                Guarantee.EXACTLY_ONCE_V2,
                Duration.ofSeconds(2),
                prediction -> predictions.add(withoutProbabilities(prediction)));

        // Then
        Evidence evidence = new Evidence(run.report(), predictions, run.timeline());
        List.of(
                        new EveryReadingHasOneOutcome(),
                        new KeyOrderKept(),
                        new OneVersionPerBatch(),
                        new VersionFollowsTimeline())
                .forEach(promise -> promise.holdFor(evidence));
        assertThat(run.result().swaps()).isEqualTo(SWAPS);
        // how many of them a reading met is up to the machine: a version may serve for a moment only
        assertThat(run.timeline().versions())
                .containsAll(run.report().versions().keySet());
        assertThat(run.timeline().revision()).isEqualTo(SWAPS + 1);
    }

    /** They are many, and these would take most of the memory. */
    private static Prediction withoutProbabilities(Prediction p) {
        return new Prediction(
                p.getSensorId(),
                p.getModelId(),
                p.getVersion(),
                p.getRevision(),
                p.getEventTime(),
                p.getLabel(),
                p.getConfidence(),
                List.of(),
                p.getBatchTask(),
                p.getBatchSequence(),
                p.getBatchSize(),
                p.getSourceTopic(),
                p.getSourcePartition(),
                p.getSourceOffset(),
                List.of(),
                p.getVerified(),
                p.getSourceIndex(),
                false,
                "",
                0,
                List.of(),
                List.of(),
                0f);
    }
}
