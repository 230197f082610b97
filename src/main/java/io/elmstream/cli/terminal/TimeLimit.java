package io.elmstream.cli.terminal;

import io.elmstream.diagnosis.Diagnosis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Enforces the option {@code --timeout} for a command as a whole. The command knows best what it is waiting for, so it
 * gets a moment longer to report that itself.
 */
public final class TimeLimit implements IExecutionStrategy {

    private static final String OPTION = "--timeout";
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final IExecutionStrategy command = new RunLast();
    private final Duration moment;

    public TimeLimit() {
        this(MOMENT);
    }

    /** @param moment how much longer the command gets to report what it is waiting for */
    TimeLimit(Duration moment) {
        this.moment = moment;
    }

    @Override
    public int execute(ParseResult given) {
        CommandSpec last = given.asCommandLineList()
                .get(given.asCommandLineList().size() - 1)
                .getCommandSpec();
        Optional<Duration> limit = Optional.ofNullable(last.findOption(OPTION))
                .filter(option -> option.type() == Duration.class)
                .map(option -> (Duration) option.getValue());
        return limit.isPresent() ? within(limit.get(), given, last.commandLine()) : command.execute(given);
    }

    private int within(Duration limit, ParseResult given, CommandLine last) {
        FutureTask<Integer> task = new FutureTask<>(() -> command.execute(given));
        // a command that does not end in time must not keep the process alive
        Thread thread = new Thread(task, "command");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.plus(moment).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw failed(
                    last,
                    new CommandFailure(
                            "TIMEOUT",
                            "not done within " + Durations.text(limit)
                                    + ": the brokers, the registry or the governor are slow or unavailable."
                                    + " Increase --timeout to wait longer"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandLine.ExecutionException known
                    ? known
                    : failed(last, Diagnosis.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(last, e);
        }
    }

    private static CommandLine.ExecutionException failed(CommandLine command, Throwable cause) {
        return new CommandLine.ExecutionException(command, String.valueOf(cause.getMessage()), cause);
    }
}
