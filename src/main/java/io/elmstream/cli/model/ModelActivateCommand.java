package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Activate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a published version the champion. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description = "Makes a published version the champion on all instances, from the same event time.",
        footer = {
            "",
            "Examples:",
            "  elmstream model activate shuttle 2 --config elmstream.yaml",
            "  elmstream model activate shuttle 3 --at 2027-01-01T00:00:00Z \\",
            "      --config elmstream.yaml"
        })
public final class ModelActivateCommand implements Callable<Integer> {

    @Mixin
    private MoveOptions move;

    @Parameters(index = "1", paramLabel = "VERSION", description = "a published version")
    private int version;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "the event time at which it becomes the champion, ISO 8601 in UTC (default: after"
                    + " governor.lead.ms)")
    private Optional<String> at = Optional.empty();

    private final Console console;

    public ModelActivateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(version, "VERSION");
        OptionalLong from = at.isPresent() ? OptionalLong.of(time(at.get())) : OptionalLong.empty();
        return move.move(
                console,
                (timeline, revision) -> new Activate(ModelControl.requestId(), move.id(), version, revision, from));
    }

    private static long time(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandFailure(
                    "BAD_VALUE", "--at must be a time such as 2027-01-01T00:00:00Z, but is '" + text + "'", "--at");
        }
    }
}
