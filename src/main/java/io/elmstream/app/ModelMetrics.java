package io.elmstream.app;

import io.elmstream.activity.VersionActivity;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.inference.ModelsStore.Residency;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The metrics of this instance's models: versions in memory, champions, and how challengers compare. The number of
 * series is bounded, however many models, versions and classes there are; what is left out has no series, and models
 * that are left out have a gauge of their own.
 */
final class ModelMetrics implements MultiCollector {

    /** How many models have series of their own. */
    static final int MAX_MODELS = 100;

    /**
     * How many versions of a model have series beside its champion: the latest. The others are not summed up: a counter
     * of what is left would jump by the count of a lifetime with each version that it takes over.
     */
    static final int MAX_VERSIONS = 20;

    /** How many pairs of classes of a model have series: the most frequent. */
    static final int MAX_PAIRS = 20;

    private final Supplier<Residency> residency;
    private final Supplier<Map<ModelId, InstanceReport.Model>> models;
    private final Supplier<List<VersionActivity>> activity;
    private final Supplier<Map<VersionKey, Long>> abstained;

    /**
     * @param activity what was done with the versions of models
     * @param abstained how many predictions of a version were too unsure to be used
     */
    ModelMetrics(
            Supplier<Residency> residency,
            Supplier<Map<ModelId, InstanceReport.Model>> models,
            Supplier<List<VersionActivity>> activity,
            Supplier<Map<VersionKey, Long>> abstained) {
        this.residency = residency;
        this.models = models;
        this.activity = activity;
        this.abstained = abstained;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        List<InstanceReport.Model> all = List.copyOf(models.get().values());
        List<InstanceReport.Model> shown = all.subList(0, Math.min(all.size(), MAX_MODELS));
        memory(families, all.size() - shown.size());
        Map<VersionKey, VersionActivity> done = activity.get().stream()
                .collect(Collectors.toMap(
                        each -> new VersionKey(new ModelId(each.modelId()), each.version()), each -> each));
        Map<VersionKey, Long> unsure = abstained.get();
        shown.forEach(model -> {
            Labels labels = Labels.of("model", model.modelId().value());
            families.gauge(OwnMetric.CHAMPION, labels, model.serving().orElse(0));
            families.gauge(OwnMetric.REVISION, labels, model.revision());
            families.counter(OwnMetric.UNDER_OLDER_REVISION, labels, model.underOlderRevision());
            families.gauge(OwnMetric.FAILED_VERSIONS, labels, model.failed().size());
            versions(families, model, done, unsure);
            model.comparison().ifPresent(tried -> challenger(families, model, tried.comparison()));
        });
        return families.snapshots();
    }

    private void memory(MetricFamilies families, int leftOut) {
        Residency now = residency.get();
        families.gauge(OwnMetric.RESIDENT_BYTES, Labels.EMPTY, now.bytes());
        families.gauge(OwnMetric.RESIDENT_VERSIONS, Labels.EMPTY, now.versions());
        families.counter(OwnMetric.LOADS, Labels.EMPTY, now.loads());
        families.gauge(OwnMetric.MODELS_LEFT_OUT, Labels.EMPTY, leftOut);
    }

    private static void versions(
            MetricFamilies families,
            InstanceReport.Model model,
            Map<VersionKey, VersionActivity> done,
            Map<VersionKey, Long> unsure) {
        int champion = model.serving().orElse(0);
        model.versions().stream()
                .sorted(Comparator.comparing((InstanceReport.Version each) -> each.version() == champion)
                        .thenComparing(InstanceReport.Version::version)
                        .reversed())
                .limit(MAX_VERSIONS + 1L)
                .forEach(version -> {
                    VersionKey key = new VersionKey(model.modelId(), version.version());
                    Labels labels =
                            Labels.of("model", model.modelId().value(), "version", String.valueOf(version.version()));
                    version(
                            families,
                            labels,
                            version,
                            Optional.ofNullable(done.get(key)),
                            unsure.getOrDefault(key, 0L));
                });
    }

    private static void version(
            MetricFamilies families,
            Labels labels,
            InstanceReport.Version version,
            Optional<VersionActivity> done,
            long unsure) {
        families.counter(OwnMetric.PREDICTIONS, labels, version.predictions());
        families.counter(OwnMetric.LABELLED, labels, version.labelled());
        families.counter(OwnMetric.CORRECT, labels, version.correct());
        families.counter(OwnMetric.VERIFIED, labels, version.verified());
        families.counter(OwnMetric.ABSTAINED, labels, unsure);
        families.gauge(OwnMetric.LOAD_TIME, labels, version.millis() / 1e3);
        families.counter(
                OwnMetric.SCORED_ROWS, labels, done.map(VersionActivity::rows).orElse(0L));
        families.counter(
                OwnMetric.SCORING_TIME, labels, done.map(VersionActivity::nanos).orElse(0L) / 1e9);
        families.gauge(
                OwnMetric.RESIDENT_BYTES_OF_VERSION,
                labels,
                done.map(VersionActivity::bytes).orElse(0L));
    }

    private static void challenger(MetricFamilies families, InstanceReport.Model model, Comparison comparison) {
        Labels labels = Labels.of("model", model.modelId().value());
        families.counter(OwnMetric.COMPARED, labels, comparison.compared());
        families.counter(OwnMetric.AGREED, labels, comparison.agreed());
        families.counter(OwnMetric.CHALLENGER_LABELLED, labels, comparison.labelled());
        families.counter(OwnMetric.CHAMPION_CORRECT, labels, comparison.championCorrect());
        families.counter(OwnMetric.CHALLENGER_CORRECT, labels, comparison.challengerCorrect());
        families.counter(OwnMetric.CHALLENGER_ERRORS, labels, comparison.challengerErrors());
        comparison.mostFirst().stream()
                .limit(MAX_PAIRS)
                .forEach(pair -> disagreed(families, model, pair.getKey(), pair.getValue()));
    }

    private static void disagreed(
            MetricFamilies families, InstanceReport.Model model, ClassPair classes, long readings) {
        families.counter(
                OwnMetric.DISAGREED,
                Labels.of(
                        "model",
                        model.modelId().value(),
                        "champion",
                        classes.champion(),
                        "challenger",
                        classes.challenger()),
                readings);
    }
}
