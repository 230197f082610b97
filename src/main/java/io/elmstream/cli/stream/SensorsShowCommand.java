package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.RecentRecords;
import io.elmstream.client.StandingAlerts;
import io.elmstream.elm.Counted;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.Place;
import io.elmstream.topology.Topics;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what became of the readings of one sensor. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows what became of the recent readings of a sensor: its predictions by class and version, the"
                + " last one, the alerts that are raised, and its dead letters. Reads the topics from --since on.",
        footer = {
            "",
            "Examples:",
            "  elmstream sensors show boiler-7 --config elmstream.yaml",
            "  elmstream sensors show boiler-7 --since 24h --json --config elmstream.yaml"
        })
public final class SensorsShowCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param sensor sensor id
     * @param since time from which predictions and dead letters were read, ISO 8601
     * @param predictions number of predictions since then
     * @param labels number of these predictions by class
     * @param versions number of these predictions by MODEL:VERSION
     * @param last the last prediction; null if there is none
     * @param alerts alerts that are raised, whenever that was
     * @param deadLetters number of dead letters since then by reason
     * @param lastDeadLetter the last dead letter; null if there is none
     */
    public record Result(
            String sensor,
            String since,
            long predictions,
            Map<String, Long> labels,
            Map<String, Long> versions,
            Optional<LastPrediction> last,
            List<RaisedAlert> alerts,
            Map<String, Long> deadLetters,
            Optional<DeadLetter> lastDeadLetter) {}

    /**
     * A prediction.
     *
     * @param eventTime event time of the reading, ISO 8601
     * @param label the predicted class
     * @param confidence probability of the class, 0 to 1
     * @param model model id
     * @param version version of the model
     * @param reading position of the reading, TOPIC-PARTITION@OFFSET, with #INDEX if the record has several
     */
    public record LastPrediction(
            String eventTime, String label, float confidence, String model, int version, String reading) {

        static LastPrediction of(Prediction prediction) {
            String index = prediction.getSourceIndex() == 0 ? "" : "#" + prediction.getSourceIndex();
            return new LastPrediction(
                    prediction.getEventTime().toString(),
                    prediction.getLabel(),
                    prediction.getConfidence(),
                    prediction.getModelId(),
                    prediction.getVersion(),
                    prediction.getSourceTopic() + "-" + prediction.getSourcePartition() + "@"
                            + prediction.getSourceOffset() + index);
        }
    }

    /**
     * A dead letter.
     *
     * @param reason its reason
     * @param message the reason in words
     * @param reading position of the reading, TOPIC-PARTITION@OFFSET
     */
    public record DeadLetter(String reason, String message, String reading) {}

    @Parameters(paramLabel = "ID", description = "the sensor id, which is the key of its predictions")
    private String id;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "how far back predictions and dead letters are read, for example 10m or 24h"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration since;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public SensorsShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Connection connection = config.connection(topics -> List.of(topics.predictions(), topics.deadLetters()));
        Topics topics = connection.topics();
        KafkaClients clients = new KafkaClients(connection.clients());
        Instant from = Instant.now().minus(since).truncatedTo(ChronoUnit.SECONDS);
        SensorRecords records = new SensorRecords(id);
        RecentRecords.read(clients, topics.predictions(), from.toEpochMilli(), records::prediction);
        RecentRecords.read(clients, topics.deadLetters(), from.toEpochMilli(), records::deadLetter);
        List<RaisedAlert> alerts = new ArrayList<>();
        if (connection.configuration().inference().alerts().isOn()) {
            StandingAlerts.read(clients, topics, alert -> alert.getSensorId().equals(id))
                    .forEach(each -> alerts.add(RaisedAlert.of(each.alert())));
        }
        Mappings mappings = connection.configuration().inference().mappings();
        console.result(output.json, records.result(from.toString(), alerts), result -> show(result, mappings));
        return 0;
    }

    private void show(Result result, Mappings mappings) {
        console.print("%s, since %s", result.sensor(), result.since());
        console.print(Counted.of(result.predictions(), "prediction"));
        result.labels().forEach((label, count) -> console.print("  %-24s %,12d", label, count));
        result.versions().forEach((version, count) -> console.print("  by %-21s %,12d", version, count));
        result.last()
                .ifPresent(last -> console.print(
                        "last: %s  %s %.4f  %s:%d  %s",
                        last.eventTime(),
                        last.label(),
                        last.confidence(),
                        last.model(),
                        last.version(),
                        last.reading()));
        result.alerts().forEach(alert -> console.print("alert since %s", alert.line()));
        result.deadLetters().forEach((reason, count) -> console.print("dead letters: %s %,d", reason, count));
        result.lastDeadLetter()
                .ifPresent(letter -> console.print(
                        "last dead letter: %s of %s: %s", letter.reason(), letter.reading(), letter.message()));
        boolean nothing = result.predictions() == 0 && result.deadLetters().isEmpty();
        remark(nothing, mappings).ifPresent(console::print);
    }

    /**
     * Returns what the counts do not say. Dead letters have the key of their reading, which is not the sensor id on all
     * topics.
     *
     * @param nothing whether nothing was counted
     */
    static Optional<String> remark(boolean nothing, Mappings mappings) {
        String others = mappings.all().stream()
                .filter(mapping -> !(mapping.sensor() instanceof Place.Key))
                .map(mapping -> mapping.topic().toString())
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            return Optional.of("dead letters of " + others
                    + " are not counted: their keys are not sensor ids. To see them: elmstream watch dead-letters");
        }
        return nothing ? Optional.of("no reading of this sensor was answered since then") : Optional.empty();
    }
}
