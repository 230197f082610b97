package io.elmstream.cli.demo;

import io.elmstream.cli.stream.Pace;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.embedded.EmbeddedBroker;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends real telemetry through a real broker and shows the whole life cycle of a model. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Demonstrates Elmstream on this machine with real space shuttle telemetry: a real"
                + " Kafka broker and schema registry, a small model, a stronger one that runs as its shadow,"
                + " is compared and promoted mid-stream, corrupt readings, a broken model that is rejected,"
                + " and a wrong one that is accepted and rolled back. Leaves nothing behind.",
        footer = {"", "Examples:", "  elmstream demo", "  elmstream demo --readings 100000 --rate max --json"})
public final class DemoCommand implements Callable<Integer> {

    private static final long FEWEST = 100;

    /** How long the start takes on two cores. */
    private static final int ABOUT_SECONDS = 8;

    /** All classes except those of normal operation, radiator flow and high. */
    private static final String ALERT_LABELS = "Bypass,Fpv.Open,Fpv.Close,Bpv.Open,Bpv.Close";

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "45000",
            description = "number of readings to send, including corrupt ones; the 14,500 test rows are"
                    + " repeated (default: ${DEFAULT-VALUE})")
    private long readings;

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            defaultValue = "3000",
            description = "readings per second, or max for no limit (default: ${DEFAULT-VALUE})")
    private String rate;

    @Mixin
    private JsonOption output;

    private final Console console;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedBroker.requireIncluded();
        if (readings < FEWEST) {
            throw new CommandFailure(
                    "BAD_VALUE", "--readings must be " + FEWEST + " or more, but is " + readings, "--readings");
        }
        Pace pace = Pace.parse(rate, "--rate");
        Logging.onlyErrors();
        DemoView view = new DemoView(console, output.json);
        view.step("starting Kafka and a registry, training version 1 (24 hidden units)");
        view.busy("starting", ABOUT_SECONDS);
        CompletableFuture<LocalElmstream> starting = CompletableFuture.supplyAsync(DemoCommand::start);
        DemoModels models = new DemoModels();
        byte[] small = models.small();
        try (LocalElmstream local = starting.join()) {
            DemoResult result = new DemoRun(local, models, view, readings, pace).run(small);
            console.result(output.json, result, found -> DemoSummary.of(found).forEach(console::print));
            return result.isClean() ? 0 : 1;
        }
    }

    private static LocalElmstream start() {
        try {
            return LocalElmstream.start(Map.of("models.default", DemoModels.ID.value(), "alerts.labels", ALERT_LABELS));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
