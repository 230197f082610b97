package io.elmstream.cli.bench;

import io.elmstream.bench.BenchFormat;
import io.elmstream.bench.FormatBench;
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
                + " with a pass-through topology and with Elmstream, and prints the ratio of the two. With --format,"
                + " the readings are in other formats, one in a record and many in a record.",
        footer = {
            "",
            "Examples:",
            "  elmstream bench job",
            "  elmstream bench job --guarantee at_least_once --json",
            "  elmstream bench job --format elmstream,json,avro --readings 300000"
        })
public final class BenchJobCommand implements Callable<Integer> {

    /** Larger records come near the largest that a broker takes. */
    private static final int MOST_IN_RECORD = 500;

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

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMATS",
            hideParamSyntax = true,
            description = "formats of the readings, which take turns: ${COMPLETION-CANDIDATES}")
    private List<BenchFormat> formats = new ArrayList<>();

    @Option(
            names = "--pack",
            paramLabel = "N",
            defaultValue = "50",
            description = "with --format: readings in a record that has many; 1 for single readings only"
                    + " (default: ${DEFAULT-VALUE})")
    private int pack;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchJobCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(rounds, "--rounds");
        Arguments.positive(pack, "--pack");
        Arguments.atMost(pack, MOST_IN_RECORD, "--pack");
        Logging.onlyErrors();
        if (formats.isEmpty()) {
            List<JobBench.Result> results = new ArrayList<>();
            for (Guarantee guarantee : guarantees) {
                results.add(new JobBench(readings, rounds, line -> console.say(output.json, line)).run(guarantee));
            }
            console.result(output.json, Map.of("job", results), all -> results.forEach(this::show));
        } else {
            List<FormatBench.Result> results = new ArrayList<>();
            for (Guarantee guarantee : guarantees) {
                results.addAll(new FormatBench(readings, rounds, pack, line -> console.say(output.json, line))
                        .run(guarantee, formats));
            }
            console.result(output.json, Map.of("formats", results), all -> showFormats(results));
        }
        return 0;
    }

    private void showFormats(List<FormatBench.Result> results) {
        console.print("");
        console.print("one stream thread, 48 features, 512 hidden units, 6 classes; medians of %d rounds", rounds);
        console.print("");
        console.print(
                "| format | readings in a record | bytes | pass-through, readings/s | Elmstream, readings/s | ratio"
                        + " | of single readings | CPU s a million, pass-through | CPU s, Elmstream |");
        console.print("|---|---|---|---|---|---|---|---|---|");
        for (FormatBench.Result r : results) {
            console.print(
                    "| %s, %s | %d | %,d | %,.0f | %,.0f | %.2f | %.2f | %.2f | %.2f |",
                    r.format(),
                    r.guarantee(),
                    r.readingsInRecord(),
                    r.bytesIn(),
                    r.passThroughPerSecond(),
                    r.jobPerSecond(),
                    r.ratio(),
                    r.ofSingle(),
                    r.passThroughCpuSeconds(),
                    r.jobCpuSeconds());
        }
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
