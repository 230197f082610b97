package io.elmstream.cli.offline;

import io.elmstream.cli.offline.PlanOptions.Chosen;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.HelpOption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.DataChecks;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Evaluation;
import io.elmstream.training.Trained;
import io.elmstream.training.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model from files. */
@Command(
        name = "train",
        description =
                "Trains an ELM on a file of labelled rows and writes a model file. The same data and seed produce the"
                        + " same bytes.",
        footer = {
            "",
            "Examples:",
            "  elmstream train --data shuttle.csv.gz --label state --rows 1..43500 \\",
            "      --model shuttle --version 1 --hidden 600 --activation tanh \\",
            "      --out shuttle-1.elm",
            "  elmstream train --data shuttle.csv.gz --label state --rows 1..43500 \\",
            "      --model shuttle --version 2 --auto --max-nanos 500 \\",
            "      --picture search.svg --out shuttle-2.elm",
            "  elmstream train --data readings.csv --label state --time time \\",
            "      --model pump --version 1 --online --picture accuracy.svg \\",
            "      --out pump-1.elm"
        })
public final class TrainCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param rows number of training rows
     * @param hidden number of hidden units, apart from direct links
     * @param layer kinds of the hidden units
     * @param classWeights weight of a row by its class
     * @param lambda ridge parameter with the best result on the rows of --validate
     * @param looAccuracy leave-one-out accuracy, 0 to 1
     * @param looMacroRecall leave-one-out macro recall, 0 to 1
     * @param calibrationError mean gap between confidence and accuracy, 0 to 1
     * @param seconds duration of the training
     * @param bytes size of the model file
     * @param digest SHA-256 of the model file, in hex
     * @param tried the plans that were compared, in order; empty if the hidden layer was named
     * @param validated quality on the rows that chose the plan and the ridge parameter
     * @param test quality on the rows of --test
     */
    public record Result(
            String model,
            int version,
            long rows,
            int hidden,
            String layer,
            String classWeights,
            double lambda,
            double looAccuracy,
            double looMacroRecall,
            double calibrationError,
            double seconds,
            long bytes,
            String digest,
            List<Tried> tried,
            Quality validated,
            Optional<Quality> test) {}

    /**
     * A plan that was compared.
     *
     * @param layer kinds of the hidden units
     * @param hidden number of hidden units, apart from direct links
     * @param classWeights weight of a row by its class
     * @param rows number of rows that it was tried on
     * @param accuracy accuracy on rows left out, 0 to 1
     * @param accuracyError its standard error
     * @param macroRecall macro recall on rows left out, 0 to 1
     * @param macroRecallError its standard error
     * @param logLoss mean negative logarithm of the probability of a row's own class
     * @param nanos nanoseconds of a reading, measured on this machine
     * @param bytes size of the model file, without golden rows
     * @param chosen whether it is the plan of the model
     */
    public record Tried(
            String layer,
            int hidden,
            String classWeights,
            long rows,
            double accuracy,
            double accuracyError,
            double macroRecall,
            double macroRecallError,
            double logLoss,
            double nanos,
            long bytes,
            boolean chosen) {}

    @Mixin
    private DataOptions data;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "ID",
            description = "the model's id: lowercase letters, digits, dots, underscores and hyphens, at most"
                    + " 63 characters")
    private String model;

    @Option(names = "--version", required = true, paramLabel = "N", description = "the version, 1 or more")
    private int version;

    @Mixin
    private ValidationOptions validates;

    @Mixin
    private PlanOptions plans;

    @Mixin
    private OnlineOptions online;

    @Option(
            names = "--missing",
            paramLabel = "M",
            defaultValue = "REFUSE",
            description = "how to treat an empty field or NaN, in training and in scoring:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private MissingValues missing;

    @Option(
            names = "--many-classes",
            description = "train even if the label column looks like a quantity or like a unique name per row")
    private boolean manyClasses;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the model file to write; an existing one is replaced")
    private Path out;

    @Mixin
    private TrustOptions trust;

    @Mixin
    @SuppressWarnings("UnusedVariable") // read by picocli
    private HelpOption help;

    @Mixin
    private JsonOption output;

    @Spec
    private CommandSpec spec;

    private final Console console;

    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelId id = Arguments.modelId(model, "--model");
        Arguments.positive(version, "--version");
        OutputFile file = OutputFile.of("--out", out);
        trust.require();
        Map<Path, String> inputs = new LinkedHashMap<>(validates.files(data.table()));
        online.from().ifPresent(parent -> inputs.put(parent, "--from"));
        plans.requireApart(out, inputs);
        validates.requireOthers(data.table());
        if (online.online(spec.commandLine().getParseResult())) {
            OnlineTraining training = new OnlineTraining(console, online, data, plans, manyClasses);
            console.result(
                    output.json,
                    training.run(id, version, missing, trust.goal(), file),
                    new OnlineTable(console)::print);
            return 0;
        }
        BiFunction<Samples, Validation, Chosen> choice = plans.choice(id, missing);
        TableSamples rows = data.toTrain(console, manyClasses, missing);
        Optional<TableSamples> test = validates.test(data.table(), Optional.of(data.label()), rows);
        rows.warnings().forEach(warning -> console.say(true, "warning: " + warning));
        DataChecks checks = DataChecks.of(rows, rows.rows());
        TrainingWarnings warnings = new TrainingWarnings(console, checks);
        Validation validation = validates.validation(data.table(), Optional.of(data.label()), rows, checks);
        if (!validates.isNamed()) {
            warnings.ofDefault(validation);
        }
        warnings.ofSharedRows(rows, validation, test);
        warnings.ofData(plans.hidden().orElse(0));
        plans.requireMemory(rows);
        ProbeRows probes = new ProbeRows(rows);
        long start = System.nanoTime();
        Chosen chosen = choice.apply(probes, validation);
        Trained trained = TrainingRun.of(rows, probes, chosen.plan(), validation);
        double seconds = (System.nanoTime() - start) / 1e9;
        Elm elm = trained.elm();
        byte[] bytes = ArtefactFormat.write(new Artefact(
                id,
                version,
                elm,
                probes.of(elm),
                Optional.of(trained.calibration().trust(trust.goal())),
                trained.calibration().profile()));
        Quality validated =
                Quality.of(validation.description(), trained.validated().evaluation());
        Optional<Quality> tested = test.map(
                others -> Quality.of("test rows", ScoredRows.of(elm, others).evaluation()));
        file.write(bytes);
        chosen.picture().run();
        console.result(output.json, result(trained, chosen, seconds, bytes, validated, tested), this::show);
        warnings.ofClasses(validated);
        tested.ifPresent(warnings::ofClasses);
        warnings.ofGap(
                trained,
                validation,
                () -> ElmTrainer.validate(rows, chosen.plan(), new Validation.Time(), new AllCores()));
        return 0;
    }

    private Result result(
            Trained trained, Chosen chosen, double seconds, byte[] bytes, Quality validated, Optional<Quality> tested) {
        var provenance = trained.elm().provenance();
        Evaluation leaveOneOut = trained.leaveOneOut();
        return new Result(
                model,
                version,
                provenance.rows(),
                chosen.plan().layer().units(),
                chosen.plan().layer().description(),
                Weighting.text(chosen.plan().classWeights()),
                provenance.lambda(),
                leaveOneOut.accuracy(),
                leaveOneOut.macroRecall(),
                provenance.quality().calibrationError(),
                seconds,
                bytes.length,
                ArtefactFormat.digest(bytes),
                chosen.tried(),
                validated,
                tested);
    }

    private void show(Result result) {
        SearchTable.lines(result.tried()).forEach(console::print);
        console.print(
                "%s version %d: %,d rows, %s (%s), class weights %s, ridge %.3g",
                result.model(),
                result.version(),
                result.rows(),
                Counted.of(result.hidden(), "hidden unit"),
                result.layer(),
                result.classWeights(),
                result.lambda());
        console.print("%s", result.validated().line());
        if (!result.validated().rows().equals(Provenance.LEAVE_ONE_OUT)) {
            console.print(
                    "leave-one-out: accuracy %.2f %%, macro recall %.3f; the model is trained on all training rows",
                    100 * result.looAccuracy(), result.looMacroRecall());
        }
        result.test().ifPresent(test -> console.print("%s", test.line()));
        console.print(
                "trained in %.1f s, written to %s: %,d bytes, SHA-256 %s",
                result.seconds(), out, result.bytes(), result.digest());
    }
}
