package io.elmstream.cli.cluster;

import io.elmstream.app.ApplicationReset;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.elm.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Resets the application so that the instances read the readings again. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = {
            "Resets the application to read its readings again from another offset, with empty alert states."
                    + " Without --execute it only prints what it would do. The governor, its commands and the"
                    + " models are not affected.",
            "Every instance must be stopped. Records that the application has already written are kept, so"
                    + " readings that are read again get a second prediction. State folders are deleted on"
                    + " this machine only; instances on other machines detect the reset themselves.",
            "The options are those of kafka-streams-application-reset, which does not handle the state folders."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream reset --config elmstream.yaml",
            "  elmstream reset --alerts-only --execute --wait 30s --config elmstream.yaml",
            "  elmstream reset --to-datetime 2026-01-31T00:00:00Z --execute \\",
            "      --config elmstream.yaml"
        })
public final class ResetCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param executed whether the reset was executed; false if it was only planned
     * @param application application id
     * @param positions new positions by partition
     * @param deletedTopics internal topics that are deleted
     * @param deletedFolders state folders on this machine that are deleted
     */
    public record Result(
            boolean executed,
            String application,
            List<Position> positions,
            List<String> deletedTopics,
            List<String> deletedFolders) {}

    /**
     * The position from which a partition is read.
     *
     * @param topic readings topic
     * @param partition number of the partition
     * @param from committed offset of the application; -1 if it has none
     * @param to offset from which the application will read
     */
    public record Position(String topic, int partition, long from, long to) {}

    /** The target of the reset. */
    static final class Target {
        @Option(names = "--to-earliest", description = "start from the oldest available reading (default)")
        @SuppressWarnings("UnusedVariable") // the default; the option exists so that it can be given explicitly
        private boolean earliest;

        @Option(names = "--to-latest", description = "start from the end, skipping readings that have not been read")
        private boolean latest;

        @Option(
                names = "--to-datetime",
                paramLabel = "TIME",
                description = "start from the first reading at or after this time, ISO 8601")
        private @Nullable Instant time;

        @Option(
                names = "--alerts-only",
                description =
                        "keep the positions, and delete only the states of alerts and rules. Alerts that are raised"
                                + " are not cleared on their topic, and are raised again under a new id")
        private boolean alertsOnly;

        OffsetSpec spec() {
            if (time != null) {
                return OffsetSpec.forTimestamp(time.toEpochMilli());
            }
            return latest ? OffsetSpec.latest() : OffsetSpec.earliest();
        }
    }

    private static final long PAUSE_MILLIS = 200;

    @ArgGroup
    private Target target = new Target();

    @Option(names = "--execute", description = "perform the reset instead of only printing it")
    private boolean execute;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "with --execute, how long to wait for the instances to leave the group, for example 30s or"
                    + " 2m (default: ${DEFAULT-VALUE})")
    private Duration wait;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ResetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = config.connection();
        String application = connection.configuration().applicationId();
        try (Admin admin = connection.admin()) {
            ApplicationReset reset = new ApplicationReset(admin, connection.configuration());
            ApplicationReset.Plan plan = plan(reset);
            if (execute) {
                long deadline = System.nanoTime() + wait.toNanos();
                while (plan.members() > 0 && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                    plan = plan(reset);
                }
                if (plan.members() > 0) {
                    throw new CommandFailure(
                            "RUNNING",
                            "consumer group " + application + " has " + Counted.of(plan.members(), "member")
                                    + ": stop every instance first. A killed instance remains a member until its"
                                    + " session times out");
                }
                reset.execute(plan);
            }
            int members = plan.members();
            console.result(output.json, result(application, plan), result -> show(result, members));
        }
        return 0;
    }

    private ApplicationReset.Plan plan(ApplicationReset reset) throws InterruptedException {
        return target.alertsOnly ? reset.planOfAlerts() : reset.plan(target.spec());
    }

    private Result result(String application, ApplicationReset.Plan plan) {
        return new Result(
                execute,
                application,
                plan.moves().stream()
                        .map(move -> new Position(move.topic(), move.partition(), move.from(), move.to()))
                        .toList(),
                plan.topics(),
                plan.folders().stream().map(Path::toString).toList());
    }

    private void show(Result result, int members) {
        String would = execute ? "" : "would ";
        result.positions()
                .forEach(move -> console.print(
                        "%sread %s-%d from offset %d; %s",
                        would,
                        move.topic(),
                        move.partition(),
                        move.to(),
                        move.from() < 0 ? "it has not been read yet" : "the position was " + move.from()));
        result.deletedTopics().forEach(topic -> console.print(would + "delete the topic " + topic));
        result.deletedFolders().forEach(folder -> console.print(would + "delete the folder " + folder));
        console.print("the governor and the models are not changed");
        if (!execute) {
            console.print(
                    members == 0
                            ? "nothing was changed; add --execute"
                            : "nothing was changed, and the group still has " + Counted.of(members, "member")
                                    + ": stop every instance, and add --execute");
        }
    }
}
