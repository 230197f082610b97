package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.GroupLag;
import io.elmstream.client.LagReader;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.elm.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far the applications are behind their topics. */
@Command(
        name = "lag",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how far inference, the governor and the learner are behind their topics, as records and as time,"
                    + " for each partition.",
            "The time is the age of the oldest record that has not been read, by the record's timestamp. It changes"
                    + " nothing and joins no group."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream lag --config elmstream.yaml",
            "  elmstream lag --watch --every 5s --json --config elmstream.yaml"
        })
public final class LagCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param at time of the measurement, ISO 8601
     * @param groups one for each application
     */
    public record Result(String at, List<Group> groups) {

        static Result of(List<GroupLag> lags, Instant at) {
            return new Result(
                    at.truncatedTo(ChronoUnit.MILLIS).toString(),
                    lags.stream().map(Group::of).toList());
        }
    }

    /**
     * The lag of one application.
     *
     * @param application inference, governor or learner
     * @param group id of its consumer group
     * @param members number of members of the group; 0 if none runs
     * @param records number of offsets left to read on all partitions
     * @param oldestMillis age of the oldest unread record of all partitions, in milliseconds; null if that of a
     *     partition could not be read
     * @param partitions every partition of its topics
     */
    public record Group(
            String application,
            String group,
            int members,
            long records,
            Optional<Long> oldestMillis,
            List<GroupLag.Partition> partitions) {

        static Group of(GroupLag lag) {
            return new Group(
                    lag.application(), lag.group(), lag.members(), lag.records(), lag.oldestMillis(), lag.partitions());
        }
    }

    @Option(names = "--watch", description = "measure again and again, until stopped")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "with --watch, the time between two measurements (default: ${DEFAULT-VALUE})")
    private Duration every;

    @Option(names = "--limit", paramLabel = "N", description = "with --watch, stop after this many measurements")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public LagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        limit.ifPresent(n -> Arguments.positive(n, "--limit"));
        Connection connection = config.connection();
        try (LagReader reader =
                new LagReader(connection.configuration(), UnaryOperator.identity(), InstantSource.system())) {
            long left = watch ? limit.map(Integer::longValue).orElse(Long.MAX_VALUE) : 1;
            while (true) {
                console.result(output.json, Result.of(read(reader), Instant.now()), this::show);
                left--;
                if (left == 0) {
                    return 0;
                }
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
                if (!output.json) {
                    console.print("");
                }
            }
        }
    }

    private static List<GroupLag> read(LagReader reader) throws InterruptedException {
        try {
            return reader.read();
        } catch (ExecutionException e) {
            throw new KafkaException("could not determine the lag: " + Diagnosis.innermost(e), Diagnosis.cause(e));
        }
    }

    private void show(Result result) {
        console.print(
                "%-24s %-24s %9s %12s %12s %12s %10s",
                "GROUP", "TOPIC", "PARTITION", "COMMITTED", "END", "RECORDS", "OLDEST");
        for (Group group : result.groups()) {
            for (GroupLag.Partition partition : group.partitions()) {
                console.print(
                        "%-24s %-24s %9d %12s %12d %,12d %10s",
                        group.group(),
                        partition.topic(),
                        partition.partition(),
                        partition.committed() < 0 ? "none" : Long.toString(partition.committed()),
                        partition.end(),
                        partition.records(),
                        partition.records() == 0
                                ? "-"
                                : partition.oldestMillis().map(LagCommand::time).orElse("unknown"));
            }
        }
        result.groups()
                .forEach(group -> console.print(
                        "%s: %s; %s",
                        group.application(),
                        toRead(group),
                        group.members() == 0 ? "no instance runs" : Counted.of(group.members(), "member")));
    }

    private static String toRead(Group group) {
        return group.records() == 0
                ? "nothing to read"
                : Counted.of(group.records(), "record") + " to read, the oldest "
                        + group.oldestMillis()
                                .map(millis -> time(millis) + " old")
                                .orElse("of unknown age");
    }

    /** Returns milliseconds as people read them: {@code 250 ms}, {@code 3.2 s}, {@code 5 min}, {@code 2 h}. */
    static String time(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return millis < 7_200_000 ? millis / 60_000 + " min" : String.format(Locale.ROOT, "%,d h", millis / 3_600_000);
    }
}
