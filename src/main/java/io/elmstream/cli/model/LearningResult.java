package io.elmstream.cli.model;

import io.elmstream.elm.Counted;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Names;
import io.elmstream.wire.avro.ModelLearner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a model learns, and how its new versions are tried; also its JSON.
 *
 * @param model model id
 * @param on whether the learner makes versions
 * @param mode SHADOW or CANARY, the role of each new version
 * @param sharePercent percentage of the sensors that it gets
 * @param minReadings number of compared readings after which the conditions decide; empty if they are the learner's
 * @param maxAccuracyLoss how much less accurate than the champion a version may be, 0 to 1; empty if no condition
 * @param minAgreement fraction of the readings on which it must agree with the champion; empty if no condition
 * @param maxErrorRate fraction of the readings that it may fail to score; empty if the conditions are the learner's
 * @param made versions that its learner made and asked to try, as far as the timeline still names them, by number
 * @param learner what its learner said last; empty if it said nothing in the last ten minutes
 */
public record LearningResult(
        String model,
        boolean on,
        String mode,
        double sharePercent,
        Optional<Long> minReadings,
        Optional<Double> maxAccuracyLoss,
        Optional<Double> minAgreement,
        Optional<Double> maxErrorRate,
        List<Integer> made,
        Optional<Learner> learner) {

    private static final Pattern ASKED_BY_LEARNER =
            Pattern.compile("request " + Pattern.quote(Names.LEARNER_REQUEST) + "(\\d{1,9})-");

    /**
     * What the learner said.
     *
     * @param at when, ISO 8601
     * @param state LEARNING, WAITING while another version is tried, PROPOSED while its own is tried, OFF, or CANNOT
     * @param rows number of labelled rows learnt
     * @param rowsSince number of rows learnt since the last solution
     * @param leftOut number of rows left out, because of unknown labels or other features
     * @param parent the champion that it compares itself with; empty if there is none
     * @param accuracy accuracy on recent rows, before each was learnt; empty before there were any
     * @param parentAccuracy accuracy of the champion on the same rows; empty before there were any
     * @param forgetting the rule of forgetting that serves; empty while the champion is as good
     * @param lastVersion the latest version that it made; empty if it made none
     * @param lastSolvedAt when it was solved last, ISO 8601; empty if never
     * @param note more in words; may be empty
     */
    public record Learner(
            String at,
            String state,
            long rows,
            long rowsSince,
            long leftOut,
            Optional<Integer> parent,
            Optional<Double> accuracy,
            Optional<Double> parentAccuracy,
            Optional<String> forgetting,
            Optional<Integer> lastVersion,
            Optional<String> lastSolvedAt,
            String note) {

        static Learner of(ModelLearner said) {
            return new Learner(
                    said.getAt().toString(),
                    said.getState().name(),
                    said.getRows(),
                    said.getRowsSince(),
                    said.getLeftOut(),
                    Optional.ofNullable(said.getParent()),
                    Optional.ofNullable(said.getAccuracy()),
                    Optional.ofNullable(said.getParentAccuracy()),
                    Optional.ofNullable(said.getForgetting()),
                    Optional.ofNullable(said.getLastVersion()),
                    Optional.ofNullable(said.getLastSolvedAt()).map(Instant::toString),
                    said.getNote());
        }

        private List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(
                    "its learner, " + at + ": " + state.toLowerCase(Locale.ROOT) + (note.isEmpty() ? "" : ", " + note));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %,d rows learnt, %,d since the last solution, %,d left out",
                    rows,
                    rowsSince,
                    leftOut));
            accuracy.ifPresent(own -> lines.add("  accuracy on recent rows " + percent(own)
                    + parentAccuracy
                            .map(other -> ", champion"
                                    + parent.map(version -> " " + version).orElse("") + " " + percent(other))
                            .orElse("")
                    + forgetting.map(rule -> "; forgetting " + rule).orElse("")));
            lines.add("  "
                    + lastVersion
                            .map(version -> "its latest version is " + version)
                            .orElse("it has made no version"));
            return lines;
        }
    }

    static LearningResult of(Timeline timeline, Learning learning, Optional<ModelLearner> said) {
        Optional<Gate> gate = learning.gate();
        return new LearningResult(
                timeline.modelId().value(),
                learning.on(),
                learning.mode().name(),
                learning.share().basisPoints() / 100.0,
                gate.map(Gate::minReadings),
                gate.flatMap(conditions -> boxed(conditions.maxAccuracyLoss())),
                gate.flatMap(conditions -> boxed(conditions.minAgreement())),
                gate.map(Gate::maxErrorRate),
                timeline.steps().stream()
                        .flatMap(LearningResult::made)
                        .distinct()
                        .sorted()
                        .toList(),
                said.map(Learner::of));
    }

    private static Stream<Integer> made(Step step) {
        return ASKED_BY_LEARNER
                .matcher(step.reason())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .filter(version -> step.versions().anyMatch(named -> named == version));
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    /** Returns the lines for people. */
    List<String> lines(Learning learning) {
        List<String> lines = new ArrayList<>(List.of("learning of " + model + " is " + learning));
        if (on) {
            lines.add("conditions: " + conditions());
        }
        if (!made.isEmpty()) {
            lines.add("versions of its learner in model history: "
                    + made.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        lines.addAll(learner.map(Learner::lines)
                .orElseGet(() -> on ? List.of("its learner has said nothing in the last ten minutes") : List.of()));
        return lines;
    }

    private String conditions() {
        if (minReadings.isEmpty()) {
            return "those of the learner";
        }
        List<String> words = new ArrayList<>();
        maxAccuracyLoss.ifPresent(
                loss -> words.add("accuracy at most " + percent(loss) + " lower than the champion's"));
        minAgreement.ifPresent(part -> words.add("agreement of " + percent(part) + " or more"));
        maxErrorRate.ifPresent(part -> words.add("at most " + percent(part) + " that cannot be scored"));
        return "after " + Counted.of(minReadings.get(), maxAccuracyLoss.isPresent() ? "labelled reading" : "reading")
                + ", " + String.join(", ", words);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * part);
    }
}
