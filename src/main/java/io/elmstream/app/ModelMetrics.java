package io.elmstream.app;

import io.elmstream.governor.InstanceReport;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.topology.ModelsStore.Residency;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What this instance tells of its models, for people who watch it: what is in memory, what serves, and how challengers do. The number
 * of series is bounded, however many models, versions and classes there are; what is left out is counted as {@value #OTHER}, whole
 * models in a gauge of their own.
 */
final class ModelMetrics {

    /** How many models have series of their own. */
    static final int MAX_MODELS = 100;

    /** How many versions of a model have series of their own: the latest. */
    static final int MAX_VERSIONS = 20;

    /** How many pairs of classes of a model have series of their own: the most frequent. */
    static final int MAX_PAIRS = 20;

    /** In the place of a version or a class: all that have no series of their own. */
    static final String OTHER = "other";

    private final Supplier<Map<String, InstanceReport.Model>> models;
    private final AtomicInteger leftOut = new AtomicInteger();
    private final MultiGauge champion;
    private final MultiGauge revision;
    private final MultiGauge underOlderRevision;
    private final MultiGauge predictions;
    private final MultiGauge labelledPredictions;
    private final MultiGauge correctPredictions;
    private final MultiGauge failed;
    private final MultiGauge compared;
    private final MultiGauge agreed;
    private final MultiGauge disagreed;
    private final MultiGauge labelled;
    private final MultiGauge championCorrect;
    private final MultiGauge challengerCorrect;
    private final MultiGauge errors;

    ModelMetrics(
            MeterRegistry registry, Supplier<Residency> residency, Supplier<Map<String, InstanceReport.Model>> models) {
        this.models = models;
        Gauge.builder("elmstream.models.resident", residency, asked -> asked.get().bytes())
                .baseUnit(BaseUnits.BYTES)
                .description("memory that the weights of all versions take")
                .strongReference(true)
                .register(registry);
        Gauge.builder("elmstream.models.resident.versions", residency, asked -> asked.get().versions())
                .description("versions in memory")
                .strongReference(true)
                .register(registry);
        Gauge.builder("elmstream.models.loads", residency, asked -> asked.get().loads())
                .description("versions loaded because a late reading asked for them")
                .strongReference(true)
                .register(registry);
        Gauge.builder("elmstream.models.left.out", leftOut, AtomicInteger::get)
                .description("models that have no series here, since there are too many")
                .register(registry);
        champion = rows(registry, "elmstream.model.champion", "the version that serves readings of now; 0 while none does");
        revision = rows(registry, "elmstream.model.revision", "the revision of the timeline that is known here");
        underOlderRevision = rows(registry, "elmstream.model.under.older.revision",
                "predictions whose event time a step decides that was known here too late");
        predictions = rows(registry, "elmstream.model.predictions", "predictions of a version since the process began");
        labelledPredictions = rows(
                registry, "elmstream.model.labelled", "predictions of a version whose reading carried the true class");
        correctPredictions = rows(registry, "elmstream.model.correct", "those with the true class that the version got right");
        failed = rows(registry, "elmstream.model.failed", "versions that cannot serve here");
        compared = rows(registry, "elmstream.challenger.compared", "readings that champion and challenger both scored");
        agreed = rows(registry, "elmstream.challenger.agreed", "compared readings with the same class from both");
        disagreed = rows(registry, "elmstream.challenger.disagreed", "compared readings with different classes, by both");
        labelled = rows(registry, "elmstream.challenger.labelled", "compared readings that carried the true class");
        championCorrect = rows(
                registry, "elmstream.challenger.champion.correct", "those with the true class that the champion got right");
        challengerCorrect = rows(
                registry, "elmstream.challenger.correct", "those with the true class that the challenger got right");
        errors = rows(registry, "elmstream.challenger.errors", "readings that the challenger could not score");
    }

    private static MultiGauge rows(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Takes the figures of now. */
    void look() {
        List<InstanceReport.Model> all = List.copyOf(models.get().values());
        List<InstanceReport.Model> now = all.subList(0, Math.min(all.size(), MAX_MODELS));
        leftOut.set(all.size() - now.size());
        champion.register(eachModel(now, model -> model.serving().orElse(0)), true);
        revision.register(eachModel(now, InstanceReport.Model::revision), true);
        underOlderRevision.register(eachModel(now, InstanceReport.Model::underOlderRevision), true);
        failed.register(eachModel(now, model -> model.failed().size()), true);
        compared.register(eachChallenger(now, Comparison::compared), true);
        agreed.register(eachChallenger(now, Comparison::agreed), true);
        disagreed.register(eachPair(now), true);
        labelled.register(eachChallenger(now, Comparison::labelled), true);
        championCorrect.register(eachChallenger(now, Comparison::championCorrect), true);
        challengerCorrect.register(eachChallenger(now, Comparison::challengerCorrect), true);
        errors.register(eachChallenger(now, Comparison::challengerErrors), true);
        predictions.register(eachVersion(now, InstanceReport.Version::predictions), true);
        labelledPredictions.register(eachVersion(now, InstanceReport.Version::labelled), true);
        correctPredictions.register(eachVersion(now, InstanceReport.Version::correct), true);
    }

    private static List<Row<?>> eachModel(List<InstanceReport.Model> now, ToDoubleFunction<InstanceReport.Model> figure) {
        List<Row<?>> rows = new ArrayList<>();
        now.forEach(model -> rows.add(Row.of(Tags.of("model", model.modelId()), figure.applyAsDouble(model))));
        return rows;
    }

    private static List<Row<?>> eachVersion(
            List<InstanceReport.Model> now, ToDoubleFunction<InstanceReport.Version> figure) {
        List<Row<?>> rows = new ArrayList<>();
        now.forEach(model -> {
            List<InstanceReport.Version> latest = model.versions().stream()
                    .sorted(Comparator.comparingInt(InstanceReport.Version::version).reversed())
                    .toList();
            int own = Math.min(latest.size(), MAX_VERSIONS);
            latest.subList(0, own).forEach(version ->
                    rows.add(version(model, String.valueOf(version.version()), figure.applyAsDouble(version))));
            if (own < latest.size()) {
                rows.add(version(model, OTHER, latest.subList(own, latest.size()).stream().mapToDouble(figure).sum()));
            }
        });
        return rows;
    }

    private static Row<?> version(InstanceReport.Model model, String version, double figure) {
        return Row.of(Tags.of("model", model.modelId(), "version", version), figure);
    }

    private static List<Row<?>> eachChallenger(List<InstanceReport.Model> now, ToDoubleFunction<Comparison> figure) {
        List<Row<?>> rows = new ArrayList<>();
        now.forEach(model -> model.comparison().ifPresent(tried -> rows.add(
                Row.of(Tags.of("model", model.modelId()), figure.applyAsDouble(tried.comparison())))));
        return rows;
    }

    private static List<Row<?>> eachPair(List<InstanceReport.Model> now) {
        List<Row<?>> rows = new ArrayList<>();
        now.forEach(model -> model.comparison().ifPresent(tried -> {
            Comparison comparison = tried.comparison();
            long other = comparison.compared() - comparison.agreed();
            for (Map.Entry<ClassPair, Long> pair : comparison.mostFirst().stream().limit(MAX_PAIRS).toList()) {
                rows.add(pair(model, pair.getKey().champion(), pair.getKey().challenger(), pair.getValue()));
                other -= pair.getValue();
            }
            if (other > 0) {
                rows.add(pair(model, OTHER, OTHER, other));
            }
        }));
        return rows;
    }

    private static Row<?> pair(InstanceReport.Model model, String champion, String challenger, long readings) {
        return Row.of(Tags.of("model", model.modelId(), "champion", champion, "challenger", challenger), readings);
    }
}
