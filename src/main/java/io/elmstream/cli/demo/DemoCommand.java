package io.elmstream.cli.demo;

import io.elmstream.cli.stream.Pace;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.data.OutputFile;
import io.elmstream.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends real telemetry through a real broker and shows the whole life cycle of a model. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Demonstrates Elmstream on this machine with real space shuttle telemetry: a real"
                + " Kafka broker and schema registry, a small model, a stronger one that runs as its shadow,"
                + " is compared and promoted mid-stream, corrupt readings, a broken model that is rejected,"
                + " and a wrong one that is accepted and rolled back. Leaves nothing behind.",
        footer = {
            "",
            "Examples:",
            "  elmstream demo",
            "  elmstream demo --page",
            "  elmstream demo --readings 100000 --rate max --json"
        })
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
            description = "readings per second, or max for no limit (default: 3000, with --drift 1000)")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--drift",
            description = "shows a model that learns instead: the scale of three sensors shifts in mid-stream, accuracy"
                    + " falls, the drift is reported, and a version of the learner brings accuracy back; the learner is"
                    + " killed once")
    private boolean drift;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "with --drift: writes an SVG with the accuracy over the readings, with and without the"
                    + " learner")
    private Optional<Path> picture = Optional.empty();

    @Option(
            names = "--page",
            description = "keeps everything running at the end, with its live page, until stopped with Ctrl-C")
    private boolean page;

    @Mixin
    private JsonOption output;

    @Spec
    private CommandSpec spec;

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
        Pace pace = Pace.parse(rate.orElse(drift ? "1000" : "3000"), "--rate");
        if (picture.isPresent() && !drift) {
            throw new CommandFailure("USAGE", "--picture can only be used with --drift", "--picture");
        }
        Logging.onlyErrors();
        if (drift) {
            return drift(pace);
        }
        DemoView view = new DemoView(console, output.json);
        view.step("starting Kafka and a registry, training version 1 (24 hidden units)");
        view.busy("starting", ABOUT_SECONDS);
        CompletableFuture<LocalElmstream> starting = CompletableFuture.supplyAsync(DemoCommand::start);
        DemoModels models = new DemoModels();
        byte[] small = models.small();
        try (LocalElmstream local = starting.join()) {
            view.step("live page on " + local.page());
            DemoResult result = new DemoRun(local, models, view, readings, pace).run(small);
            console.result(output.json, result, found -> DemoSummary.of(found).forEach(console::print));
            keepServing(local);
            return result.isClean() ? 0 : 1;
        }
    }

    /** With {@code --page}, returns only when it is interrupted; Ctrl-C ends the process. */
    private void keepServing(LocalElmstream local) throws InterruptedException {
        if (page) {
            console.say(output.json, "the story is over; stop with Ctrl-C; live page on " + local.page());
            new CountDownLatch(1).await();
        }
    }

    private int drift(Pace pace) throws InterruptedException {
        if (readings < DriftDemo.FEWEST || readings > Integer.MAX_VALUE / 4) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--readings must be from " + DriftDemo.FEWEST + " to " + Integer.MAX_VALUE / 4
                            + " with --drift, but is " + readings,
                    "--readings");
        }
        Optional<OutputFile> drawing = picture.map(file -> OutputFile.of("--picture", file));
        DriftView view = new DriftView(console, output.json);
        view.step("starting Kafka and a registry, training version 1 (128 hidden units)");
        byte[] first = new DemoModels().learning();
        try (LocalElmstream local = LocalElmstream.startWithOnePartition(DriftDemo.settings())) {
            view.step("live page on " + local.page());
            DriftDemo demo = new DriftDemo(local, first, view, (int) readings, pace);
            DriftResult result = demo.run(spec.root().userObject().getClass().getName());
            drawing.ifPresent(file -> file.write(DriftPicture.svg(demo.course(), result)));
            console.result(output.json, result, found -> found.lines().forEach(console::print));
            keepServing(local);
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
