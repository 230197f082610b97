package io.elmstream.cli;

import io.elmstream.app.PublishedModels;
import io.elmstream.app.StatusTopic;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Step;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.ModelComparison;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how a challenger does beside the champion. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Shows how the challenger does beside the champion, over all instances.",
        footer = {"", "Examples:", "  elmstream model compare shuttle --config elmstream.yaml"})
final class ModelCompareCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param revision of the step that names the challenger
     * @param mode SHADOW or CANARY
     * @param sharePercent of the sensors
     * @param compared readings that both scored
     * @param agreement part of them with the same class from both; empty while there is none
     * @param labelled compared readings that carried the true class
     * @param championAccuracy on those; empty while there is none
     * @param challengerAccuracy on those; empty while there is none
     * @param errors readings that the challenger could not score
     * @param disagreements the most frequent first
     * @param instances how many runs of instances have reported
     */
    record Result(
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
            int instances) {}

    record Pair(String champion, String challenger, long readings) {}

    private static final int SHOWN = 10;

    @Parameters(paramLabel = "ID", description = "the model's id")
    private String id;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    ModelCompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Connection connection = config.connection();
        Step step = PublishedModels.read(connection.clients(), connection.topics())
                .timeline(Arguments.modelId(id, "ID"))
                .latest()
                .filter(latest -> latest.challenger().isPresent())
                .orElseThrow(() -> new CommandFailure("NO_CHALLENGER", "no challenger of " + id
                        + " is being tried: model history " + id + " tells how the last one did"));
        Result result = result(step, StatusTopic.read(connection.clients(), connection.topics(), System.currentTimeMillis()));
        if (output.json) {
            console.json(result);
        } else {
            show(result);
        }
        return 0;
    }

    private Result result(Step step, StatusTopic status) {
        Optional<ModelComparison> merged = Optional.ofNullable(status.comparisons().get(id))
                .filter(found -> found.getComparison().getRevision() == step.revision());
        Comparison sum = merged.map(found -> ReportRecords.comparison(found.getComparison()).comparison()).orElse(Comparison.NONE);
        Challenger challenger = step.challenger().orElseThrow();
        return new Result(
                id,
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
                        .map(pair -> new Pair(pair.getKey().champion(), pair.getKey().challenger(), pair.getValue()))
                        .toList(),
                merged.map(ModelComparison::getInstances).orElse(0));
    }

    private static Optional<Double> part(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }

    private void show(Result r) {
        say("model       %s: champion %d, challenger %d as %s for %s %%, since revision %d",
                r.model(), r.champion(), r.challenger(), r.mode().toLowerCase(Locale.ROOT), r.sharePercent(), r.revision());
        say("compared    %,d readings on %d runs of instances, %,d could not be scored by the challenger",
                r.compared(), r.instances(), r.errors());
        r.agreement().ifPresent(agreement -> say("agreement   %.2f %%", 100 * agreement));
        r.championAccuracy().ifPresent(champion -> say("accuracy    challenger %.2f %%, champion %.2f %%, on %,d readings with a label",
                100 * r.challengerAccuracy().orElse(0.0), 100 * champion, r.labelled()));
        r.disagreements().stream().limit(SHOWN).forEach(pair ->
                say("differ      %,d times champion '%s', challenger '%s'", pair.readings(), pair.champion(), pair.challenger()));
    }

    private void say(String pattern, Object... values) {
        console.say(false, String.format(Locale.ROOT, pattern, values));
    }
}
