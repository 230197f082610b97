package io.elmstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.QualityTopic.Known;
import io.elmstream.wire.avro.ClassQuality;
import io.elmstream.wire.avro.DriftSignal;
import io.elmstream.wire.avro.EstimatedAccuracy;
import io.elmstream.wire.avro.FeatureQuality;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelQuality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityResultTest {

    private static final Instant EIGHT = Instant.parse("2026-11-23T08:00:00.123Z");

    @Test
    void shouldShowTheLastWindowAndTheDriftsThatStandNow() {
        // Given
        ModelDrift feature = new ModelDrift(DriftSignal.FEATURE, "temperature", EIGHT, 0.05, 0.4);
        ModelDrift doubt = new ModelDrift(DriftSignal.CONFIDENCE, null, EIGHT, 0.1, 0.25);
        ModelDrift errors = new ModelDrift(DriftSignal.ERRORS, null, EIGHT, 0.05, 0.3);
        ModelQuality window = quality(true, List.of(feature), List.of(new FeatureQuality("temperature", 0.4, 0.05)));
        ModelQuality latest = quality(false, List.of(feature, doubt, errors), List.of());

        // When
        List<String> lines =
                QualityResult.of(new Known(Optional.of(window), latest)).lines();

        // Then
        assertThat(lines)
                .containsExactly(
                        "shuttle version 3, 2026-11-23T08:00:00Z to 2026-11-23T08:10:00Z: 12,000 readings, 375 sampled",
                        "  accuracy    91.0 % of 1,000 readings with a label",
                        "  estimated   92.0 % without labels, 90.5 to 93.5 %",
                        "  confidence  93.0 % on average",
                        "  drift",
                        "    since 2026-11-23T08:00:00Z  feature temperature: PSI 0.4000, limit 0.0500",
                        "    since 2026-11-23T08:00:00Z  confidence fell from 90.0 to 75.0 %",
                        "    since 2026-11-23T08:00:00Z  errors rose from 5.0 to 30.0 %",
                        "  feature                             PSI    limit",
                        "  temperature                      0.4000   0.0500  beyond chance",
                        "  (classes)                        0.0100   0.0200",
                        "  class                             share expected",
                        "  high                             20.0 %   25.0 %");
    }

    @Test
    void shouldSayThatAWindowIsNotOver() {
        // When
        List<String> lines = QualityResult.of(new Known(Optional.empty(), quality(false, List.of(), List.of())))
                .lines();

        // Then
        assertThat(lines.get(0)).contains("(not over)");
        assertThat(lines).contains("  drift       none");
    }

    private static ModelQuality quality(boolean complete, List<ModelDrift> drifts, List<FeatureQuality> features) {
        return new ModelQuality(
                1,
                "shuttle",
                3,
                EIGHT,
                EIGHT.plusSeconds(600),
                complete,
                12_000L,
                375L,
                0.93,
                1_000L,
                0.91,
                new EstimatedAccuracy(0.92, 0.905, 0.935),
                features,
                List.of(new ClassQuality("high", 0.2, 0.25)),
                0.01,
                0.02,
                drifts,
                0);
    }
}
