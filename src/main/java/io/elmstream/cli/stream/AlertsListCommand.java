package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.StandingAlert;
import io.elmstream.client.StandingAlerts;
import io.elmstream.elm.Counted;
import io.elmstream.wire.avro.Alert;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the alerts that were raised and not cleared. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the alerts that were raised and not cleared, those raised last first, as the alerts topic tells.",
            "An alert whose sensor has fallen silent stays raised. Its state expires after alerts.state.ttl.hours"
                    + " without a clearing; it is listed until the topic's retention deletes it."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream alerts list --config elmstream.yaml",
            "  elmstream alerts list --model shuttle --json --config elmstream.yaml"
        })
public final class AlertsListCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param total number of alerts that fit the options
     * @param alerts the latest of them, as many as --limit
     */
    public record Result(int total, List<RaisedAlert> alerts) {}

    @Option(names = "--model", paramLabel = "ID", description = "only alerts of this model")
    private Optional<String> model = Optional.empty();

    @Option(names = "--sensor", paramLabel = "TEXT", description = "only sensors whose id contains this text")
    private Optional<String> sensor = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "list at most this many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public AlertsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(limit, "--limit");
        Connection connection = config.connection(topics -> List.of(topics.alerts()));
        List<StandingAlert> standing =
                StandingAlerts.read(new KafkaClients(connection.clients()), connection.topics(), this::isWanted);
        Result result = new Result(
                standing.size(),
                standing.stream()
                        .limit(limit)
                        .map(each -> RaisedAlert.of(each.alert()))
                        .toList());
        console.result(output.json, result, this::show);
        return 0;
    }

    private boolean isWanted(Alert alert) {
        return model.map(alert.getModelId()::equals).orElse(true)
                && sensor.map(alert.getSensorId()::contains).orElse(true);
    }

    private void show(Result result) {
        result.alerts().forEach(alert -> console.print(alert.line()));
        String more = result.total() > result.alerts().size()
                ? ", of which the last %d are listed; --limit lists more"
                        .formatted(result.alerts().size())
                : "";
        console.print(Counted.of(result.total(), "alert is", "alerts are") + " raised" + more);
    }
}
