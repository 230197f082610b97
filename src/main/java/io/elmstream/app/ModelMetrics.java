package io.elmstream.app;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.inference.ModelsStore.Residency;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of this instance's models: versions in memory, champions, and how challengers compare. The number of
 * series is bounded, however many models, versions and classes there are; what is left out is counted as
 * {@value #OTHER}, and models that are left out have a gauge of their own.
 */
final class ModelMetrics implements MultiCollector {

    /** How many models have series of their own. */
    static final int MAX_MODELS = 100;

    /** How many versions of a model have series of their own: the latest. */
    static final int MAX_VERSIONS = 20;

    /** How many pairs of classes of a model have series of their own: the most frequent. */
    static final int MAX_PAIRS = 20;

    /** Label value for all versions or classes that have no series of their own. */
    static final String OTHER = "other";

    private final Supplier<Residency> residency;
    private final Supplier<Map<ModelId, InstanceReport.Model>> models;

    ModelMetrics(Supplier<Residency> residency, Supplier<Map<ModelId, InstanceReport.Model>> models) {
        this.residency = residency;
        this.models = models;
    }

    @Override
    public MetricSnapshots collect() {
        MetricFamilies families = new MetricFamilies();
        List<InstanceReport.Model> all = List.copyOf(models.get().values());
        List<InstanceReport.Model> shown = all.subList(0, Math.min(all.size(), MAX_MODELS));
        memory(families, all.size() - shown.size());
        shown.forEach(model -> {
            Labels labels = Labels.of("model", model.modelId().value());
            families.gauge(
                    "elmstream_model_champion",
                    "version that scores current readings; 0 if there is none",
                    labels,
                    model.serving().orElse(0));
            families.gauge(
                    "elmstream_model_revision",
                    "revision of the timeline that this instance knows",
                    labels,
                    model.revision());
            families.counter(
                    "elmstream_model_under_older_revision",
                    "predictions made before this instance knew the timeline step for their event time",
                    labels,
                    model.underOlderRevision());
            families.gauge(
                    "elmstream_model_failed_versions",
                    "versions that cannot serve on this instance",
                    labels,
                    model.failed().size());
            versions(families, model);
            model.comparison().ifPresent(tried -> challenger(families, model, tried.comparison()));
        });
        return families.snapshots();
    }

    private void memory(MetricFamilies families, int leftOut) {
        Residency now = residency.get();
        families.gauge("elmstream_models_resident_bytes", "size of the versions in memory", Labels.EMPTY, now.bytes());
        families.gauge("elmstream_models_resident_versions", "versions in memory", Labels.EMPTY, now.versions());
        families.counter("elmstream_models_loads", "versions loaded for late readings", Labels.EMPTY, now.loads());
        families.gauge(
                "elmstream_models_left_out",
                "models without series, because there are too many",
                Labels.EMPTY,
                leftOut);
    }

    private static void versions(MetricFamilies families, InstanceReport.Model model) {
        List<InstanceReport.Version> latest = model.versions().stream()
                .sorted(Comparator.comparingInt(InstanceReport.Version::version).reversed())
                .toList();
        List<InstanceReport.Version> shown = latest.subList(0, Math.min(latest.size(), MAX_VERSIONS));
        List<InstanceReport.Version> others = latest.subList(shown.size(), latest.size());
        shown.forEach(version -> version(families, model, String.valueOf(version.version()), List.of(version)));
        if (!others.isEmpty()) {
            version(families, model, OTHER, others);
        }
    }

    private static void version(
            MetricFamilies families, InstanceReport.Model model, String name, List<InstanceReport.Version> counted) {
        Labels labels = Labels.of("model", model.modelId().value(), "version", name);
        families.counter(
                "elmstream_model_predictions",
                "predictions of a version since the process started",
                labels,
                sum(counted, InstanceReport.Version::predictions));
        families.counter(
                "elmstream_model_labelled",
                "predictions of a version whose reading carried the true class",
                labels,
                sum(counted, InstanceReport.Version::labelled));
        families.counter(
                "elmstream_model_correct",
                "labelled predictions that are correct",
                labels,
                sum(counted, InstanceReport.Version::correct));
        families.counter(
                "elmstream_model_verified",
                "predictions that the verifier of a version answered, because its draft was not sure",
                labels,
                sum(counted, InstanceReport.Version::verified));
    }

    private static double sum(List<InstanceReport.Version> counted, ToDoubleFunction<InstanceReport.Version> figure) {
        return counted.stream().mapToDouble(figure).sum();
    }

    private static void challenger(MetricFamilies families, InstanceReport.Model model, Comparison comparison) {
        Labels labels = Labels.of("model", model.modelId().value());
        families.counter(
                "elmstream_challenger_compared",
                "readings scored by both champion and challenger",
                labels,
                comparison.compared());
        families.counter(
                "elmstream_challenger_agreed",
                "compared readings for which both predicted the same class",
                labels,
                comparison.agreed());
        families.counter(
                "elmstream_challenger_labelled",
                "compared readings that carried the true class",
                labels,
                comparison.labelled());
        families.counter(
                "elmstream_challenger_champion_correct",
                "labelled compared readings that the champion got right",
                labels,
                comparison.championCorrect());
        families.counter(
                "elmstream_challenger_correct",
                "labelled compared readings that the challenger got right",
                labels,
                comparison.challengerCorrect());
        families.counter(
                "elmstream_challenger_errors",
                "readings that the challenger could not score",
                labels,
                comparison.challengerErrors());
        long other = comparison.compared() - comparison.agreed();
        for (Map.Entry<ClassPair, Long> pair :
                comparison.mostFirst().stream().limit(MAX_PAIRS).toList()) {
            disagreed(families, model, pair.getKey().champion(), pair.getKey().challenger(), pair.getValue());
            other -= pair.getValue();
        }
        if (other > 0) {
            disagreed(families, model, OTHER, OTHER, other);
        }
    }

    private static void disagreed(
            MetricFamilies families, InstanceReport.Model model, String champion, String challenger, long readings) {
        families.counter(
                "elmstream_challenger_disagreed",
                "compared readings with different classes, by the class of each",
                Labels.of("model", model.modelId().value(), "champion", champion, "challenger", challenger),
                readings);
    }
}
