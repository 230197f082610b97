package io.elmstream.cli;

import io.elmstream.bench.BatchingBench;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What batch size and linger do. */
@Command(
        name = "batching",
        mixinStandardHelpOptions = true,
        description = "Measures throughput by batch.max.size, and latency by batch.linger.ms: what the defaults are chosen from.",
        footer = {"", "Examples:", "  elmstream bench batching"})
final class BenchBatchingCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    BenchBatchingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.onlyErrors();
        BatchingBench.Result result = new BatchingBench(line -> console.say(true, line)).run();
        if (output.json) {
            console.json(Map.of("batching", result));
            return 0;
        }
        say("| batch.max.size | readings/s, exactly once, topic drained |");
        say("|---|---|");
        result.throughput().forEach(size -> say("| %d | %,.0f |", size.maxSize(), size.perSecond()));
        say("");
        say("| batch.linger.ms | p50, ms | p99, ms | (5,000 readings a second, at least once) |");
        say("|---|---|---|---|");
        result.latency().forEach(l -> say("| %d | %.1f | %.1f | |", l.lingerMillis(), l.p50(), l.p99()));
        return 0;
    }

    private void say(String pattern, Object... values) {
        console.say(false, String.format(Locale.ROOT, pattern, values));
    }
}
