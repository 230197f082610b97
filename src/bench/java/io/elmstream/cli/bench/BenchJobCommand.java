package io.elmstream.cli.bench;

import io.elmstream.bench.JobBench;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole job against the bare engine. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Drains a preloaded topic on an embedded broker with one stream thread, alternately"
                + " with a pass-through topology and with Elmstream, and prints the ratio of the two.",
        footer = {"", "Examples:", "  elmstream bench job", "  elmstream bench job --guarantee at_least_once --json"})
public final class BenchJobCommand implements Callable<Integer> {

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "1500000",
            description = "number of readings to preload (default: ${DEFAULT-VALUE})")
    private long readings;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "measured rounds, after one warm-up round (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "EXACTLY_ONCE_V2",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private List<Guarantee> guarantees = new ArrayList<>();

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchJobCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(rounds, "--rounds");
        Logging.onlyErrors();
        List<JobBench.Result> results = new ArrayList<>();
        for (Guarantee guarantee : guarantees) {
            results.add(new JobBench(readings, rounds, line -> console.say(output.json, line)).run(guarantee));
        }
        console.result(output.json, Map.of("job", results), all -> results.forEach(this::show));
        return 0;
    }

    private void show(JobBench.Result r) {
        console.print("");
        console.print(
                "%s, one stream thread, 48 features, 512 hidden units, 6 classes; median of %d rounds",
                r.guarantee(), rounds);
        console.print("%-34s %,12.0f readings/s", "pass-through of the same bytes", r.passThroughPerSecond());
        console.print("%-34s %,12.0f readings/s   %.2f of pass-through", "Elmstream", r.jobPerSecond(), r.ratio());
        console.print(
                "%-34s %,12.0f readings/s   %.2f of pass-through",
                "stock serde, EJML, one by one",
                r.perReadingEjmlPerSecond(),
                r.perReadingEjmlPerSecond() / r.passThroughPerSecond());
        console.print(
                "%,d bytes in, %,d bytes out a reading; watching for alerts takes %.1f %% of the job",
                r.bytesIn(), r.bytesOut(), 100 * r.alerts());
        console.print(
                "the stream thread allocates %,.0f bytes a reading, %,.0f of them when bytes are only passed through",
                r.jobAllocated(), r.passThroughAllocated());
        console.print(
                "a million readings take the stream thread %.2f CPU seconds, %.2f when bytes are only passed through",
                r.jobCpuSeconds(), r.passThroughCpuSeconds());
    }
}
