package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.VersionActivity;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.InstanceReport.Version;
import io.elmstream.topology.inference.ModelsStore.Residency;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<ModelId, InstanceReport.Model> models = new TreeMap<>();
    private final AtomicReference<Residency> residency = new AtomicReference<>(Residency.NONE);

    private final List<VersionActivity> activity = new ArrayList<>();
    private final Map<VersionKey, Long> abstained = new HashMap<>();

    @BeforeEach
    void register() {
        registry.getPrometheusRegistry()
                .register(new ModelMetrics(residency::get, () -> models, () -> activity, () -> abstained));
    }

    @Test
    void shouldTellWhatServesAndHowTheChallengerDoes() {
        // Given
        residency.set(new Residency(2, 4_096, 1));
        activity.add(new VersionActivity("shuttle", 1, 2_048, 80, 40_000, List.of()));
        abstained.put(new VersionKey(new ModelId("shuttle"), 1), 5L);
        models.put(
                new ModelId("shuttle"),
                new InstanceReport.Model(
                        new ModelId("shuttle"),
                        4,
                        OptionalInt.of(1),
                        List.of(
                                new Version(1, Readiness.READY, Optional.empty(), 3, 70, 40, 30, 20),
                                new Version(2, Readiness.FAILED, Optional.of("unlucky"), 3, 0, 0, 0)),
                        Optional.of(new Compared(
                                4,
                                new Comparison(60, 50, Map.of(new ClassPair("High", "Bypass"), 10L), 20, 18, 19, 7)))));

        // When
        List<String> lines = scraped();

        // Then
        assertThat(lines)
                .contains(
                        "elmstream_models_resident_bytes 4096.0",
                        "elmstream_models_resident_versions 2.0",
                        "elmstream_models_loads_total 1.0",
                        "elmstream_model_champion{model=\"shuttle\"} 1.0",
                        "elmstream_model_revision{model=\"shuttle\"} 4.0",
                        "elmstream_model_failed_versions{model=\"shuttle\"} 1.0",
                        "elmstream_model_predictions_total{model=\"shuttle\",version=\"1\"} 70.0",
                        "elmstream_model_abstained_total{model=\"shuttle\",version=\"1\"} 5.0",
                        "elmstream_model_scored_rows_total{model=\"shuttle\",version=\"1\"} 80.0",
                        "elmstream_model_scoring_seconds_total{model=\"shuttle\",version=\"1\"} 4.0E-5",
                        "elmstream_model_resident_bytes{model=\"shuttle\",version=\"1\"} 2048.0",
                        "elmstream_model_load_seconds{model=\"shuttle\",version=\"1\"} 0.003",
                        "elmstream_model_labelled_total{model=\"shuttle\",version=\"1\"} 40.0",
                        "elmstream_model_correct_total{model=\"shuttle\",version=\"1\"} 30.0",
                        "elmstream_model_verified_total{model=\"shuttle\",version=\"1\"} 20.0",
                        "elmstream_challenger_compared_total{model=\"shuttle\"} 60.0",
                        "elmstream_challenger_agreed_total{model=\"shuttle\"} 50.0",
                        "elmstream_challenger_disagreed_total"
                                + "{challenger=\"Bypass\",champion=\"High\",model=\"shuttle\"} 10.0",
                        "elmstream_challenger_labelled_total{model=\"shuttle\"} 20.0",
                        "elmstream_challenger_champion_correct_total{model=\"shuttle\"} 18.0",
                        "elmstream_challenger_correct_total{model=\"shuttle\"} 19.0",
                        "elmstream_challenger_errors_total{model=\"shuttle\"} 7.0");
    }

    @Test
    void shouldBoundTheSeriesAndCountWhatIsLeftOut() {
        // Given
        Map<ClassPair, Long> pairs = new HashMap<>();
        for (int i = 1; i <= 300; i++) {
            pairs.put(new ClassPair("class " + i, "class 0"), (long) i);
        }
        List<Version> versions = IntStream.rangeClosed(1, 50)
                .mapToObj(version -> new Version(version, Readiness.READY, Optional.empty(), 1, 10, 0, 0))
                .toList();
        for (int i = 0; i < 150; i++) {
            ModelId id = new ModelId(String.format("model-%03d", i));
            models.put(
                    id,
                    new InstanceReport.Model(
                            id,
                            4,
                            OptionalInt.of(1),
                            versions,
                            Optional.of(new Compared(4, new Comparison(60_000, 0, pairs, 0, 0, 0, 0)))));
        }

        // When
        List<String> lines = scraped();

        // Then
        assertThat(lines)
                .contains(
                        "elmstream_models_left_out 50.0",
                        "elmstream_model_predictions_total{model=\"model-000\",version=\"1\"} 10.0",
                        "elmstream_model_predictions_total{model=\"model-000\",version=\"31\"} 10.0",
                        "elmstream_model_predictions_total{model=\"model-000\",version=\"50\"} 10.0",
                        "elmstream_challenger_disagreed_total{challenger=\"class 0\",champion=\"class"
                                + " 300\",model=\"model-000\"} 300.0");
        assertThat(lines.stream().filter(line -> line.startsWith("elmstream_model_predictions_total{")))
                .as("the champion and the latest, and none whose counter takes over those of others")
                .hasSize(ModelMetrics.MAX_MODELS * (ModelMetrics.MAX_VERSIONS + 1));
        assertThat(lines.stream().filter(line -> line.startsWith("elmstream_challenger_disagreed_total{")))
                .hasSize(ModelMetrics.MAX_MODELS * ModelMetrics.MAX_PAIRS);
    }

    @Test
    void shouldForgetWhatIsGone() {
        // Given
        models.put(
                new ModelId("shuttle"),
                new InstanceReport.Model(new ModelId("shuttle"), 1, OptionalInt.empty(), List.of(), Optional.empty()));
        assertThat(scraped()).anyMatch(line -> line.contains("shuttle"));

        // When
        models.clear();

        // Then
        assertThat(scraped()).noneMatch(line -> line.contains("shuttle"));
    }

    private List<String> scraped() {
        return registry.scrape().lines().toList();
    }
}
