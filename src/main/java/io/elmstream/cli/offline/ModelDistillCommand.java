package io.elmstream.cli.offline;

import io.elmstream.cli.offline.PlanOptions.Chosen;
import io.elmstream.cli.offline.TrainCommand.Tried;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.HelpOption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.cli.terminal.ReadingTime;
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
import io.elmstream.tables.Table;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.DataChecks;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Trained;
import io.elmstream.training.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a small model on what large ones say of rows. */
@Command(
        name = "distill",
        description = "Trains a model, the student, on the probabilities that one or several others, its teachers,"
                + " give to rows. Rows need no labels; where they have one, it counts as much as the teachers.",
        footer = {
            "",
            "Examples:",
            "  elmstream model distill --teacher large.elm --data satellite.csv.gz \\",
            "      --label soil --rows 1..4435 --hidden 150 --layer family --anchored \\",
            "      --activation clip --version 2 --out satellite-2.elm",
            "  elmstream model distill --teacher a.elm,b.elm --data recorded.csv \\",
            "      --hidden 64 --version 2 --out satellite-2.elm"
        })
public final class ModelDistillCommand implements Callable<Integer> {

    /**
     * A model that is compared.
     *
     * @param quality of its predictions
     * @param nanos nanoseconds a reading on this machine, one thread, in batches of 256
     * @param bytes size of the model file
     */
    public record Line(Quality quality, double nanos, long bytes) {}

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param teachers id and version of each teacher
     * @param rows number of training rows
     * @param labelled number of those with a label of their own
     * @param hidden number of hidden units, apart from direct links
     * @param layer kinds of the hidden units
     * @param classWeights weight of a row by its class
     * @param lambda ridge parameter with the best result on the rows of --validate
     * @param student the student
     * @param labelsAlone the same plan, trained on the rows with labels alone; empty if they do not suffice
     * @param teacher the teachers: their mean probabilities, and the sum of their times and bytes
     * @param closed part of the distance in accuracy between labelsAlone and teacher that the student closes; empty if
     *     there is none
     * @param tried the plans that were compared, in order; empty if the hidden layer was named
     * @param seconds duration of the training
     * @param digest SHA-256 of the model file, in hex
     */
    public record Result(
            String model,
            int version,
            List<String> teachers,
            long rows,
            long labelled,
            int hidden,
            String layer,
            String classWeights,
            double lambda,
            Line student,
            Optional<Line> labelsAlone,
            Line teacher,
            Optional<Double> closed,
            List<Tried> tried,
            double seconds,
            String digest) {}

    @Option(
            names = Teachers.OPTION,
            required = true,
            split = ",",
            paramLabel = "FILE,...",
            hideParamSyntax = true,
            description = "the model files of the teachers, separated by commas; the mean of their probabilities"
                    + " counts. They have the same features and classes")
    private List<Path> teacherFiles = List.of();

    @Mixin
    private TableOptions table;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "the column with the class, empty where it is not known (default: no row has a label)")
    private Optional<String> label = Optional.empty();

    @Option(names = "--model", paramLabel = "ID", description = "the model's id (default: that of the first teacher)")
    private Optional<String> model = Optional.empty();

    @Option(names = "--version", required = true, paramLabel = "N", description = "the version, 1 or more")
    private int version;

    @Mixin
    private ValidationOptions validates;

    @Mixin
    private PlanOptions plans;

    @Option(
            names = "--missing",
            paramLabel = "M",
            description = "how to treat an empty field or NaN, in training and in scoring:"
                    + " ${COMPLETION-CANDIDATES} (default: as the teachers)")
    private @Nullable MissingValues missing;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the model file to write; an existing one is replaced")
    private Path out;

    @Mixin
    @SuppressWarnings("UnusedVariable") // read by picocli
    private HelpOption help;

    @Mixin
    private TrustOptions trust;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelDistillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(version, "--version");
        Teachers teachers = Teachers.read(teacherFiles, out);
        ModelId id = model.map(text -> Arguments.modelId(text, "--model")).orElse(teachers.id());
        OutputFile file = OutputFile.of("--out", out);
        trust.require();
        plans.requireApart(out, validates.files(table));
        validates.requireOthers(table);
        MissingValues gaps = missing == null ? teachers.missing() : missing;
        BiFunction<Samples, Validation, Chosen> choice = plans.choice(id, gaps);
        TableSamples rows = accepting(gaps, rows(teachers), teachers);
        Optional<TableSamples> test = validates.test(table, label, rows);
        TaughtRows taught = new TaughtRows(rows, teachers, rows::place);
        RowSample sample = new RowSample();
        Samples.Visitor sampling = (features, own) -> sample.add(features);
        DataChecks checks = DataChecks.of(taught.via(sampling::andThen), rows.rows());
        TrainingWarnings warnings = new TrainingWarnings(console, checks);
        Validation validation = validates.validation(table, label, rows, checks);
        if (!validates.isNamed()) {
            warnings.ofDefault(validation);
        }
        Distilled.requireJudged(validation, rows);
        warnings.ofSharedRows(rows, validation, test);
        warnings.ofData(plans.hidden().orElse(0));
        plans.requireMemory(rows);
        ProbeRows probes = new ProbeRows(taught);
        long start = System.nanoTime();
        Chosen chosen = choice.apply(probes, validation);
        Trained trained = TrainingRun.of(rows, probes, chosen.plan(), validation);
        double seconds = (System.nanoTime() - start) / 1e9;
        Elm student = withOrigin(trained.elm(), Distilled.judgedOn(validation, rows), teachers);
        byte[] bytes = bytes(id, student, probes, trained);
        file.write(bytes);
        chosen.picture().run();
        Distilled distilled = Distilled.of(console, trained, rows, teachers, chosen.plan(), validation, test);
        ReadingTime time = new ReadingTime();
        Result result = new Result(
                id.value(),
                version,
                teachers.names(),
                rows.rows(),
                rows.labelledRows(),
                chosen.plan().layer().units(),
                chosen.plan().layer().description(),
                Weighting.text(chosen.plan().classWeights()),
                student.provenance().lambda(),
                new Line(distilled.student(), time.nanos(student, sample.rows()), bytes.length),
                distilled
                        .labelsAlone()
                        .map(alone -> new Line(
                                alone.quality(),
                                time.nanos(alone.elm(), sample.rows()),
                                bytes(id, alone.elm(), probes, trained).length)),
                new Line(distilled.teachers(), teachers.nanos(time, sample.rows()), teachers.bytes()),
                distilled.closed(),
                chosen.tried(),
                seconds,
                ArtefactFormat.digest(bytes));
        console.result(output.json, result, this::show);
        warnings.ofClasses(distilled.student());
        warnings.ofGap(
                trained,
                validation,
                () -> ElmTrainer.validate(taught, chosen.plan(), new Validation.Time(), new AllCores()));
        return 0;
    }

    private TableSamples rows(Teachers teachers) {
        label.filter(teachers.featureNames()::contains).ifPresent(column -> {
            throw new CommandFailure(
                    "BAD_VALUE", "--label: column \"" + column + "\" is a feature of the teacher", "--label");
        });
        Table file = table.open();
        table.files().say(console, file, teachers.featureNames(), label);
        try (ProgressBar progress = Progress.ofBytes("reading", FileOptions.bytes(file))) {
            return TableSamples.toLabel(
                    file, label, table.range(), teachers.featureNames(), teachers.labels(), progress::stepTo);
        }
    }

    private static TableSamples accepting(MissingValues gaps, TableSamples rows, Teachers teachers) {
        return teachers.refusing()
                .map(teacher -> rows.requiringNumbers("leave the row out, or train the teacher with --missing MEAN: "
                        + teacher + " refuses missing values"))
                .orElseGet(() -> DataOptions.accepting(
                        gaps, rows, "leave the row out, or let the mean stand in with --missing MEAN"));
    }

    private byte[] bytes(ModelId id, Elm elm, ProbeRows probes, Trained trained) {
        return ArtefactFormat.write(new Artefact(
                id,
                version,
                elm,
                probes.of(elm),
                Optional.of(trained.calibration().trust(trust.goal())),
                trained.calibration().profile()));
    }

    private static Elm withOrigin(Elm elm, String judgedOn, Teachers teachers) {
        Provenance made = elm.provenance();
        return elm.with(new Provenance(
                made.dataDigest(),
                made.rows(),
                made.lambda(),
                made.quality(),
                made.productVersion(),
                judgedOn + ", distilled from " + teachers.origin()));
    }

    private void show(Result result) {
        SearchTable.lines(result.tried()).forEach(console::print);
        console.print(
                "%-12s %10s %13s %18s %13s %11s",
                "", "accuracy", "macro recall", "calibration error", "ns a reading", "bytes");
        show("student", result.student());
        result.labelsAlone().ifPresent(line -> show("labels alone", line));
        show(result.teachers().size() == 1 ? "teacher" : "teachers", result.teacher());
        console.print("");
        Quality quality = result.student().quality();
        boolean taught = result.labelled() > 0 && !quality.rows().equals(Distilled.TEST_ROWS);
        console.print(
                "measured on %s: %s%s",
                Counted.of(quality.count(), "row"),
                quality.rows(),
                taught ? "; if the teacher was trained on them, name others with --test" : "");
        result.closed()
                .ifPresent(part -> console.print(
                        "the student closes %.0f %% of the distance between labels alone and teacher", 100 * part));
        console.print(
                "%s version %d: %,d rows, %,d with a label, %s (%s), class weights %s, ridge %.3g",
                result.model(),
                result.version(),
                result.rows(),
                result.labelled(),
                Counted.of(result.hidden(), "hidden unit"),
                result.layer(),
                result.classWeights(),
                result.lambda());
        console.print(
                "distilled from %s in %.1f s, written to %s: SHA-256 %s",
                String.join(", ", result.teachers()), result.seconds(), out, result.digest());
    }

    private void show(String name, Line line) {
        console.print(
                "%-12s %8.2f %% %13.3f %18.4f %,13.0f %,11d",
                name,
                100 * line.quality().accuracy(),
                line.quality().macroRecall(),
                line.quality().calibrationError(),
                line.nanos(),
                line.bytes());
    }
}
