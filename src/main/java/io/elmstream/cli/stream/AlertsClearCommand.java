package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Interruption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.AlertControl;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.StandingAlert;
import io.elmstream.client.StandingAlerts;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.elm.Counted;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.avro.Alert;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Clears the alerts of sensors by a command to the instances. */
@Command(
        name = "clear",
        mixinStandardHelpOptions = true,
        description = {
            "Clears the alerts of sensors that were raised and not cleared, as the alerts topic tells. The clearing on"
                    + " that topic names who cleared the alert and why.",
            "It mutes nothing: the next readings of a sensor raise an alert again if they fulfil its rule anew. A"
                    + " sensor that is silent raises none before it sends again.",
            "Needs alerts.clear.enabled on all instances."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream alerts clear pump-1 --reason 'new valve' --config elmstream.yaml",
            "  elmstream alerts clear pump-1 pump-2 --wait 30s --config elmstream.yaml"
        })
public final class AlertsClearCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param alerts the alerts that commands were sent for
     * @param withoutAlert the sensors that have no alert that fits the options, for which nothing was sent
     * @param cleared number of these alerts whose clearing is on the alerts topic; empty without --wait
     */
    public record Result(List<RaisedAlert> alerts, List<String> withoutAlert, Optional<Integer> cleared) {}

    @Parameters(arity = "1..*", paramLabel = "SENSOR", description = "sensor ids")
    private List<String> sensors;

    @Option(names = "--model", paramLabel = "ID", description = "only alerts of this model")
    private Optional<String> model = Optional.empty();

    @Option(names = "--rule", paramLabel = "NAME", description = "only alerts of this rule of the model's rule set")
    private Optional<String> rule = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "why, up to 1,000 characters")
    private String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name:-unknown}",
            description = "who clears them, up to 200 characters; nobody checks it (default: the user of this system)")
    private String by;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "how long to wait until the alerts topic has the clearings, for example 30s or 2m; 0 does"
                    + " not wait (default: ${DEFAULT-VALUE})")
    private Duration wait;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public AlertsClearCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireLength(by, 1, ClearAlert.MAX_WHO, "--by");
        requireLength(reason, 0, ClearAlert.MAX_WHY, "--reason");
        if (!config.configuration().inference().alerts().clearing()) {
            throw new CommandFailure(
                    "NOT_ENABLED",
                    ConfigurationKeys.ALERTS_CLEAR + " is false, so no instance reads such commands. Set it to true"
                            + " while all instances are stopped, and create its topic with: elmstream topics create",
                    ConfigurationKeys.ALERTS_CLEAR);
        }
        Connection connection = config.connection(topics -> List.of(topics.alerts(), topics.alertControl()));
        KafkaClients clients = new KafkaClients(connection.clients());
        try (Interruption interruption = new Interruption();
                AlertControl control = new AlertControl(clients, connection.topics(), connection.registry())) {
            List<StandingAlert> standing = StandingAlerts.read(clients, connection.topics(), this::isWanted);
            standing.forEach(each -> requirePartition(each.alert(), control.partitions(), connection));
            control.clear(standing, by, reason);
            Set<String> left = wait.isZero() ? Set.of() : control.await(standing, wait, interruption::came);
            Result result = new Result(
                    standing.stream().map(each -> RaisedAlert.of(each.alert())).toList(),
                    without(standing),
                    wait.isZero() ? Optional.empty() : Optional.of(standing.size() - left.size()));
            console.result(output.json, result, this::show);
            return left.isEmpty() ? 0 : 1;
        }
    }

    private static void requireLength(String text, int least, int most, String option) {
        if (text.strip().length() < least || text.length() > most) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    option + " must have " + least + " to " + String.format("%,d", most) + " characters, but has "
                            + text.length(),
                    option);
        }
    }

    private static void requirePartition(Alert alert, int partitions, Connection connection) {
        if (alert.getSourcePartition() >= partitions) {
            throw new CommandFailure(
                    "TOO_FEW_PARTITIONS",
                    "the alert of %s was raised in partition %d of %s, and %s has only %d partitions: %s"
                            .formatted(
                                    alert.getSensorId(),
                                    alert.getSourcePartition(),
                                    alert.getSourceTopic(),
                                    connection.topics().alertControl(),
                                    partitions,
                                    "it needs as many. Run: elmstream topics grow"));
        }
    }

    private boolean isWanted(Alert alert) {
        return sensors.contains(alert.getSensorId())
                && model.map(alert.getModelId()::equals).orElse(true)
                && rule.map(alert.getRule()::equals).orElse(true);
    }

    private List<String> without(List<StandingAlert> standing) {
        Set<String> found =
                standing.stream().map(each -> each.alert().getSensorId()).collect(Collectors.toSet());
        Set<String> others = new LinkedHashSet<>(sensors);
        others.removeAll(found);
        return List.copyOf(others);
    }

    private void show(Result result) {
        result.alerts().forEach(alert -> console.print(alert.line()));
        if (!result.withoutAlert().isEmpty()) {
            console.print("no alert to clear: " + String.join(", ", result.withoutAlert()));
        }
        int asked = result.alerts().size();
        if (asked > 0) {
            console.print("asked to clear " + Counted.of(asked, "alert")
                    + result.cleared()
                            .map(cleared -> String.format("; %,d cleared", cleared))
                            .orElse("; alerts list shows what stands"));
        }
        if (result.cleared().filter(cleared -> cleared < asked).isPresent()) {
            console.say(
                    true,
                    "not all were cleared in time: no instance runs or it is behind (elmstream lag), or the state of"
                            + " an alert has expired or was reset, and only the topic still has it");
        }
    }
}
