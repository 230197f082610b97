package io.elmstream.cli.bench;

import io.elmstream.bench.CountingBench;
import io.elmstream.bench.TracingBench;
import io.elmstream.bench.TracingBench.Kind;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What traces cost. */
@Command(
        name = "tracing",
        mixinStandardHelpOptions = true,
        description = {
            "Measures scoring with and without traces, on one thread, with the rows and the model of Shuttle: without"
                    + " OpenTelemetry, with one that is switched off, and with one that records the span of each"
                    + " micro-batch, of readings without and with traces of their own.",
            "Takes two minutes."
        },
        footer = {"", "Examples:", "  elmstream bench tracing", "  elmstream bench tracing --json"})
public final class BenchTracingCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchTracingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, CountingBench.Counting> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT), new TracingBench(kind));
        }
        new CountingTable(console, "tracing").print(kinds, output);
        return 0;
    }
}
