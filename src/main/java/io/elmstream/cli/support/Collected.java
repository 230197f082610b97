package io.elmstream.cli.support;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.OptionTypes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * What a command printed.
 *
 * @param text its output, or why it failed
 * @param failed whether it failed instead of printing its result
 */
record Collected(String text, boolean failed) {

    /**
     * Runs a command as if it had been called from a terminal.
     *
     * @param command creates it
     * @param words its options
     */
    static Collected of(Function<Console, Callable<Integer>> command, List<String> words) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        boolean[] failed = {false};
        OptionTypes.registered(new CommandLine(command.apply(new Console(writer, writer))))
                .setOut(writer)
                .setErr(writer)
                .setExecutionExceptionHandler((failure, line, given) -> {
                    failed[0] = true;
                    writer.println(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setParameterExceptionHandler((failure, given) -> {
                    failed[0] = true;
                    writer.println(failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(words.toArray(String[]::new));
        return new Collected(out.toString(), failed[0]);
    }
}
