package io.elmstream.cli.model;

import io.elmstream.client.QualityTopic.Known;
import io.elmstream.elm.Counted;
import io.elmstream.wire.avro.ClassQuality;
import io.elmstream.wire.avro.EstimatedAccuracy;
import io.elmstream.wire.avro.FeatureQuality;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelQuality;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The quality of a version over the last window; also its JSON.
 *
 * @param model model id
 * @param version version
 * @param from start of the last window that is over; of the present one if there is none
 * @param to end of that window, or when a drift was found in it
 * @param complete whether the window is over; otherwise features and classes were not compared
 * @param predictions number of readings that the version scored
 * @param sampled number of those whose features were counted
 * @param confidence mean confidence; empty without predictions
 * @param labelled number of predictions of which the true class became known
 * @param accuracy fraction of those that are right; empty if there are none
 * @param estimate estimate of the accuracy without labels; empty if there is none
 * @param features features against the training rows, those farthest beyond their limit first
 * @param classIndex population stability index of the predicted classes; empty if it is unknown
 * @param classLimit its limit; empty if it is unknown
 * @param classes predicted classes
 * @param drifts drifts that stand now, oldest first
 */
public record QualityResult(
        String model,
        int version,
        Instant from,
        Instant to,
        boolean complete,
        long predictions,
        long sampled,
        Optional<Double> confidence,
        long labelled,
        Optional<Double> accuracy,
        Optional<Estimate> estimate,
        List<Feature> features,
        Optional<Double> classIndex,
        Optional<Double> classLimit,
        List<Label> classes,
        List<Drift> drifts) {

    private static final int SHOWN = 10;

    /**
     * An estimate of accuracy.
     *
     * @param value estimate, 0 to 1
     * @param low lower end of its interval of 95 %
     * @param high upper end of that interval
     */
    public record Estimate(double value, double low, double high) {}

    /**
     * A feature.
     *
     * @param feature name
     * @param index population stability index against the training rows
     * @param limit what chance alone passes with the accepted risk
     */
    public record Feature(String feature, double index, double limit) {}

    /**
     * A class.
     *
     * @param label class
     * @param share fraction of the predictions
     * @param expected fraction of the rows that the version was measured on; empty if there were none
     */
    public record Label(String label, double share, Optional<Double> expected) {}

    /**
     * A drift.
     *
     * @param signal FEATURE, CLASSES, CONFIDENCE or ERRORS
     * @param feature feature that has changed; empty if it is none
     * @param since when it was found
     * @param before limit of the index; of confidence and errors, the mean of doubt or of errors before
     * @param after index, or that mean, then
     */
    public record Drift(String signal, Optional<String> feature, Instant since, double before, double after) {}

    static QualityResult of(Known known) {
        ModelQuality window = known.window().orElse(known.latest());
        return new QualityResult(
                window.getModelId(),
                window.getVersion(),
                window.getFrom(),
                window.getTo(),
                window.getComplete(),
                window.getPredictions(),
                window.getSampled(),
                Optional.ofNullable(window.getConfidence()),
                window.getLabelled(),
                Optional.ofNullable(window.getAccuracy()),
                Optional.ofNullable(window.getEstimate()).map(QualityResult::estimate),
                window.getFeatures().stream().map(QualityResult::feature).toList(),
                Optional.ofNullable(window.getClassIndex()),
                Optional.ofNullable(window.getClassLimit()),
                window.getClasses().stream().map(QualityResult::label).toList(),
                known.latest().getDrifts().stream().map(QualityResult::drift).toList());
    }

    private static Estimate estimate(EstimatedAccuracy estimate) {
        return new Estimate(estimate.getValue(), estimate.getLow(), estimate.getHigh());
    }

    private static Feature feature(FeatureQuality feature) {
        return new Feature(feature.getFeature(), feature.getIndex(), feature.getLimit());
    }

    private static Label label(ClassQuality label) {
        return new Label(label.getLabel(), label.getShare(), Optional.ofNullable(label.getExpected()));
    }

    private static Drift drift(ModelDrift drift) {
        return new Drift(
                drift.getSignal().name(),
                Optional.ofNullable(drift.getFeature()),
                drift.getSince(),
                drift.getBefore(),
                drift.getAfter());
    }

    /** Returns the lines to print. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "%s version %d, %s to %s%s: %s, %,d sampled",
                model,
                version,
                seconds(from),
                seconds(to),
                complete ? "" : " (not over)",
                Counted.of(predictions, "reading"),
                sampled));
        accuracy.ifPresent(value -> lines.add(
                line("  accuracy    %.1f %% of %s with a label", 100 * value, Counted.of(labelled, "reading"))));
        estimate.ifPresent(value -> lines.add(line(
                "  estimated   %.1f %% without labels, %.1f to %.1f %%",
                100 * value.value(), 100 * value.low(), 100 * value.high())));
        confidence.ifPresent(value -> lines.add(line("  confidence  %.1f %% on average", 100 * value)));
        lines.add("  drift" + (drifts.isEmpty() ? "       none" : ""));
        drifts.forEach(drift -> lines.add("    " + inWords(drift)));
        if (!features.isEmpty()) {
            lines.add(line("  %-30s %8s %8s", "feature", "PSI", "limit"));
            features.stream().limit(SHOWN).forEach(each -> lines.add(row(each.feature(), each.index(), each.limit())));
            classIndex.ifPresent(index -> lines.add(row("(classes)", index, classLimit.orElse(0.0))));
            if (features.size() > SHOWN) {
                lines.add(line("  and %d more, with --json", features.size() - SHOWN));
            }
        }
        if (!classes.isEmpty()) {
            lines.add(line("  %-30s %8s %8s", "class", "share", "expected"));
            classes.stream()
                    .limit(SHOWN)
                    .forEach(each -> lines.add(line(
                            "  %-30s %6.1f %% %s",
                            each.label(),
                            100 * each.share(),
                            each.expected()
                                    .map(share -> line("%6.1f %%", 100 * share))
                                    .orElse(""))));
        }
        return lines;
    }

    private static String row(String name, double index, double limit) {
        return line("  %-30s %8.4f %8.4f%s", name, index, limit, index > limit ? "  beyond chance" : "");
    }

    private static String inWords(Drift drift) {
        String what = switch (drift.signal()) {
            case "FEATURE" ->
                line("feature %s: PSI %.4f, limit %.4f", drift.feature().orElse(""), drift.after(), drift.before());
            case "CLASSES" -> line("predicted classes: PSI %.4f, limit %.4f", drift.after(), drift.before());
            case "CONFIDENCE" ->
                line("confidence fell from %.1f to %.1f %%", 100 * (1 - drift.before()), 100 * (1 - drift.after()));
            default -> line("errors rose from %.1f to %.1f %%", 100 * drift.before(), 100 * drift.after());
        };
        return "since " + seconds(drift.since()) + "  " + what;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String line(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
