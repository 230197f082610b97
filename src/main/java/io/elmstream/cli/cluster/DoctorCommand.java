package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.Configuration;
import io.elmstream.doctor.Doctor;
import io.elmstream.doctor.Finding;
import io.elmstream.doctor.Finding.Level;
import io.elmstream.elm.Counted;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Examines an installation. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Examines an installation: the brokers, this machine's clock against theirs, topics, replicas, the rights"
                    + " of an instance, the registry, JVM, memory and disk, models, instances, and lag. Each line is"
                    + " ok, a warning or a fault, with the command that mends it.",
            "Run it where an instance runs, with its configuration. It only reads. Exits with 1 if there is a fault."
        },
        footer = {"", "Examples:", "  elmstream doctor --config elmstream.yaml"})
public final class DoctorCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param findings one for each thing that was looked at
     * @param warnings number of warnings
     * @param faults number of faults
     */
    public record Result(List<Finding> findings, long warnings, long faults) {

        static Result of(List<Finding> findings) {
            return new Result(findings, count(findings, Level.WARNING), count(findings, Level.FAULT));
        }

        private static long count(List<Finding> findings, Level level) {
            return findings.stream().filter(finding -> finding.level() == level).count();
        }
    }

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        // whatever the clients would log is a finding
        Logging.onlyErrors();
        Result result = examine(config);
        console.result(output.json, result, this::show);
        return result.faults() == 0 ? 0 : 1;
    }

    static Result examine(ConfigOptions config) throws InterruptedException {
        Configuration configuration = config.configuration();
        Optional<String> noBroker = Optional.empty();
        try {
            config.connection();
        } catch (CommandFailure e) {
            noBroker = Optional.of(String.valueOf(e.getMessage()));
        }
        ApicurioSchemaRegistry registry = new ApicurioSchemaRegistry(
                configuration.registryUrl(), configuration.registryClient(), Backoff.ofAMinute());
        return Result.of(new Doctor(configuration, registry, InstantSource.system()).examine(noBroker));
    }

    private void show(Result result) {
        for (Finding finding : result.findings()) {
            console.print("%-8s %-9s %s", finding.level().word(), finding.area(), finding.text());
            if (!finding.remedy().isEmpty()) {
                console.print("%-8s %-9s -> %s", "", "", finding.remedy());
            }
        }
        console.print(
                "%d checked: %s, %s",
                result.findings().size(),
                Counted.of(result.warnings(), "warning"),
                Counted.of(result.faults(), "fault"));
    }
}
