package io.elmstream.cli.bench;

import io.elmstream.bench.Peer;
import io.elmstream.bench.PeersBench;
import io.elmstream.bench.PeersPicture;
import io.elmstream.cli.Main;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.data.OutputFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Elmstream beside what people would use instead. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "Compares Elmstream with Kafka Streams and with Flink, both with a stock serde and ONNX Runtime,"
                + " and with a hand-written loop around Elmstream's kernel. Each runs in its own process and takes"
                + " turns with the others, exactly once, on the same readings, broker and model: throughput while"
                + " draining a topic, and latency at a constant rate. Every prediction is checked.",
        footer = {
            "",
            "The peers are built with `mvn -q -f src/peers package`, which downloads their",
            "libraries.",
            "",
            "Examples:",
            "  elmstream bench peers",
            "  elmstream bench peers --peer streams,flink --rounds 1 --json",
            "  elmstream bench peers --picture peers.svg"
        })
public final class BenchPeersCommand implements Callable<Integer> {

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "PEERS",
            hideParamSyntax = true,
            description = "who takes part beside Elmstream: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Peer> peers = new ArrayList<>();

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "10000000",
            description =
                    "number of readings to preload; a slow peer drains a part of them (default: ${DEFAULT-VALUE})")
    private int readings;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "rounds in which each takes a turn (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description = "readings per second, for latency (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "seconds to measure throughput in a round, and latency, each after 15 seconds of warm-up"
                    + " (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write a chart of throughput and latency to this file, as SVG")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchPeersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(readings, "--readings");
        Arguments.positive(rounds, "--rounds");
        Arguments.positive(rate, "--rate");
        Arguments.positive(seconds, "--seconds");
        Logging.onlyErrors();
        List<Peer> all = new ArrayList<>(List.of(Peer.ELMSTREAM));
        (peers.isEmpty() ? List.of(Peer.values()) : peers)
                .stream().filter(peer -> !all.contains(peer)).forEach(all::add);
        if (!PeersBench.isBuilt(all)) {
            throw new CommandFailure(
                    "PEERS_NOT_BUILT",
                    "The peers are not built. Run `mvn -q -f src/peers package` in Elmstream's"
                            + " source folder, which downloads their libraries into target/peers.");
        }
        Optional<OutputFile> pictureFile = picture.map(path -> OutputFile.of("--picture", path));
        List<PeersBench.Result> results = new PeersBench(
                        all,
                        readings,
                        rounds,
                        rate,
                        Duration.ofSeconds(seconds),
                        List.of(Main.class.getName(), "run"),
                        line -> console.say(output.json, line))
                .run();
        pictureFile.ifPresent(file -> file.write(PeersPicture.svg(results)));
        console.result(output.json, Map.of("peers", results), shown -> show(results));
        return 0;
    }

    private void show(List<PeersBench.Result> results) {
        console.print("");
        console.print(
                "exactly once, 48 features, 512 hidden units, 6 classes; medians of %d rounds; latency at %,d/s",
                rounds, rate);
        console.print("");
        console.print("| | readings/s | Elmstream to it | CPU s a million | p50, ms | p99, ms | predictions checked |");
        console.print("|---|---|---|---|---|---|---|");
        for (PeersBench.Result r : results) {
            console.print(
                    "| %s | %,.0f | %.2f | %.1f | %.1f | %.1f | %,d |",
                    r.peer(), r.perSecond(), r.ratio(), r.cpuSeconds(), r.p50(), r.p99(), r.predictions());
        }
        results.stream()
                .filter(r -> r.missing() + r.doubled() + r.wrong() > 0)
                .forEach(r -> console.print(
                        "%s: %,d readings have no prediction, %,d predictions too many, %,d of another class",
                        r.peer(), r.missing(), r.doubled(), r.wrong()));
    }
}
