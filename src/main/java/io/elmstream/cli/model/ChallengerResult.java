package io.elmstream.cli.model;

import io.elmstream.client.StatusTopic;
import io.elmstream.elm.Counted;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.ModelComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The comparison of a challenger with the champion over all instances; also its JSON.
 *
 * @param model model id
 * @param revision revision of the step that started the challenger
 * @param champion version of the champion; 0 for no rule set
 * @param challenger version of the challenger
 * @param mode SHADOW or CANARY
 * @param sharePercent percentage of the sensors
 * @param compared number of readings that both scored
 * @param agreement fraction of the compared readings for which both predicted the same class; empty if there are none
 * @param labelled number of compared readings with a true class
 * @param championAccuracy accuracy of the champion on the labelled readings; empty if there are none
 * @param challengerAccuracy accuracy of the challenger on the labelled readings; empty if there are none
 * @param errors number of readings that the challenger could not score
 * @param disagreements pairs of different classes, most frequent first
 * @param instances number of instance runs that have reported
 * @param conditions description of what the conditions wait for; empty if there are no conditions
 * @param standstill why the conditions cannot decide, and what to do; empty if they can, or if there are none
 */
public record ChallengerResult(
        String model,
        long revision,
        int champion,
        int challenger,
        String mode,
        double sharePercent,
        long compared,
        Optional<Double> agreement,
        long labelled,
        Optional<Double> championAccuracy,
        Optional<Double> challengerAccuracy,
        long errors,
        List<Pair> disagreements,
        int instances,
        Optional<String> conditions,
        Optional<String> standstill) {

    /**
     * A pair of classes on which champion and challenger disagreed.
     *
     * @param champion class predicted by the champion
     * @param challenger class predicted by the challenger
     * @param readings number of readings
     */
    public record Pair(String champion, String challenger, long readings) {}

    private static final int SHOWN = 10;

    /**
     * @param step step that started the challenger
     * @param latest comparison that the governor merged last; ignored if it belongs to another step
     */
    public static ChallengerResult of(String model, Step step, Optional<StatusTopic.Merged> latest) {
        Optional<StatusTopic.Merged> current =
                latest.filter(found -> found.comparison().getComparison().getRevision() == step.revision());
        Optional<ModelComparison> merged = current.map(StatusTopic.Merged::comparison);
        Comparison sum = merged.map(
                        found -> ReportRecords.comparison(found.getComparison()).comparison())
                .orElse(Comparison.NONE);
        Challenger challenger = step.challenger().orElseThrow();
        return new ChallengerResult(
                model,
                step.revision(),
                step.champion(),
                challenger.version(),
                challenger.mode().name(),
                challenger.share().basisPoints() / 100.0,
                sum.compared(),
                part(sum.agreement()),
                sum.labelled(),
                part(sum.championAccuracy()),
                part(sum.challengerAccuracy()),
                sum.challengerErrors(),
                sum.disagreements().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .map(pair ->
                                new Pair(pair.getKey().champion(), pair.getKey().challenger(), pair.getValue()))
                        .toList(),
                merged.map(ModelComparison::getInstances).orElse(0),
                challenger.gate().map(gate -> gate.waitsFor(sum)),
                current.flatMap(StatusTopic.Merged::gateStandsStill));
    }

    private static Optional<Double> part(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }

    /** Returns the lines to print. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "model       %s: %s, challenger %d as %s for %s, since revision %d",
                model,
                Step.inWords(champion),
                challenger,
                mode.toLowerCase(Locale.ROOT),
                new Share((int) Math.round(100 * sharePercent)),
                revision));
        lines.add(line(
                "compared    %s in %s, %,d could not be scored by the challenger",
                Counted.of(compared, "reading"),
                Counted.of(instances, "run of an instance", "runs of instances"),
                errors));
        agreement.ifPresent(part -> lines.add(line("agreement   %.2f %%", 100 * part)));
        championAccuracy.ifPresent(part -> lines.add(line(
                "accuracy    challenger %.2f %%, champion %.2f %%, on %s with a label",
                100 * challengerAccuracy.orElse(0.0), 100 * part, Counted.of(labelled, "reading"))));
        conditions.ifPresent(waiting -> lines.add(line("conditions  %s", waiting)));
        standstill.ifPresent(why -> lines.add(line("standstill  %s", why)));
        disagreements.stream()
                .limit(SHOWN)
                .forEach(pair -> lines.add(line(
                        "differ      %s champion '%s', challenger '%s'",
                        Counted.of(pair.readings(), "time"), pair.champion(), pair.challenger())));
        return lines;
    }

    private static String line(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
