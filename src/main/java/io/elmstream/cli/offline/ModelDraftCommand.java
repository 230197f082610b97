package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.HelpOption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.PairProbes;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.DataDigest;
import io.elmstream.training.DraftTrial;
import io.elmstream.training.Evaluation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Packs a small model and a large one into one version. */
@Command(
        name = "draft",
        description = "Packs a small model, the draft, and a large one, the verifier, into one version: the draft"
                + " answers the readings that it is sure of, the verifier the others. How sure it must be is learnt"
                + " for each class from rows that neither was trained on.",
        footer = {
            "",
            "Examples:",
            "  elmstream model draft --draft small.elm --verifier large.elm \\",
            "      --data shuttle.csv.gz --label state --rows 30001..43500 \\",
            "      --version 3 --out shuttle-3.elm"
        })
public final class ModelDraftCommand implements Callable<Integer> {

    /**
     * Accuracy and time of a model.
     *
     * @param accuracy fraction of the rows whose class was predicted correctly, 0 to 1
     * @param macroRecall mean recall of all classes, 0 to 1
     * @param nanos nanoseconds a reading on this machine, one thread, in batches of 256
     */
    public record Line(double accuracy, double macroRecall, double nanos) {}

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param rows number of rows that the thresholds were learnt from
     * @param draft the draft alone
     * @param verifier the verifier alone
     * @param both both together, on rows that the thresholds were not learnt from: each half of the rows is scored with
     *     the thresholds of the other half
     * @param verified fraction of the rows that the verifier answers, 0 to 1, measured likewise
     * @param verifiedByFile the same with the thresholds in the file, on the rows that they were learnt from
     * @param agreement fraction of the rows with the verifier's answer, 0 to 1, measured likewise
     * @param thresholds probability from which on the draft is sure, by class; 2 if it never is
     * @param bytes size of the model file
     * @param digest SHA-256 of the model file, in hex
     */
    public record Result(
            String model,
            int version,
            long rows,
            Line draft,
            Line verifier,
            Line both,
            double verified,
            double verifiedByFile,
            double agreement,
            Map<String, Float> thresholds,
            long bytes,
            String digest) {}

    /** With fewer rows, thresholds are little more than chance. */
    private static final int FEW_ROWS = 200;

    @Option(names = "--draft", required = true, paramLabel = "FILE", description = "the model file of the draft")
    private Path draft;

    @Option(
            names = "--verifier",
            required = true,
            paramLabel = "FILE",
            description = "the model file of the verifier, with the same features and classes")
    private Path verifier;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--agreement",
            paramLabel = "A",
            defaultValue = "0.999",
            description = "how many of the readings of each class must get the verifier's answer, above 0 and below"
                    + " 1 (default: ${DEFAULT-VALUE})")
    private double agreement;

    @Option(names = "--model", paramLabel = "ID", description = "the model's id (default: that of the verifier)")
    private Optional<String> model = Optional.empty();

    @Option(names = "--version", required = true, paramLabel = "N", description = "the version, 1 or more")
    private int version;

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
    private JsonOption output;

    private final Console console;

    public ModelDraftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(version, "--version");
        if (!(agreement > 0 && agreement < 1)) {
            throw new CommandFailure(
                    "BAD_VALUE", "--agreement must be above 0 and below 1, but is " + agreement, "--agreement");
        }
        Artefact small = ModelFile.read(draft, "--draft").artefact();
        Artefact large = ModelFile.read(verifier, "--verifier").artefact();
        ModelId id = model.map(text -> Arguments.modelId(text, "--model")).orElse(large.id());
        VerifiedDraft untried = untried(elm(small, "--draft"), elm(large, "--verifier"));
        OutputFile file = OutputFile.of("--out", out);
        data.table().paths().forEach(path -> Arguments.apart("--out", out, "--data", path));
        Arguments.apart("--out", out, "--draft", draft);
        Arguments.apart("--out", out, "--verifier", verifier);
        if (small.elm().equals(large.elm())) {
            console.say(true, "warning: the draft is its own verifier, which changes no answer and takes time");
        }
        DraftedRows rows = score(untried);
        if (rows.trial().rows() < FEW_ROWS) {
            console.say(
                    true,
                    "warning: the number of rows, " + rows.trial().rows()
                            + ", is too small to tell how sure the draft must be; give it " + FEW_ROWS
                            + " or more that neither model was trained on");
        }
        float[] thresholds = rows.trial().thresholds(agreement);
        VerifiedDraft pair = new VerifiedDraft(untried.draft(), untried.verifier(), thresholds);
        Artefact artefact = new Artefact(
                id,
                version,
                pair,
                PairProbes.of(pair, List.of(small.probes(), large.probes()), rows.sample()),
                // the answers are those of the verifier, but for the share of --agreement
                large.trust(),
                large.profile());
        byte[] bytes = ArtefactFormat.write(artefact);
        file.write(bytes);
        console.result(output.json, result(artefact, pair, rows, bytes), this::show);
        return 0;
    }

    private static Elm elm(Artefact artefact, String option) {
        if (artefact.classifier() instanceof Elm elm) {
            return elm;
        }
        throw new CommandFailure(
                "BAD_MODEL", option + ": " + artefact.key() + " is itself a draft with its verifier", option);
    }

    private static VerifiedDraft untried(Elm draft, Elm verifier) {
        float[] never = new float[draft.labels().size()];
        Arrays.fill(never, VerifiedDraft.NEVER_SURE);
        try {
            return new VerifiedDraft(draft, verifier, never);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "BAD_MODEL",
                    "--verifier does not fit --draft: " + e.getMessage() + ": train both on the same columns",
                    "--verifier");
        }
    }

    private DraftedRows score(VerifiedDraft pair) {
        TableSamples samples = data.toEvaluate(console, pair);
        DraftedRows rows = new DraftedRows(pair.draft(), pair.verifier());
        DataDigest digest = new DataDigest(samples, pair.missing());
        samples.forEach(digest.andThen(rows::add));
        rows.finish();
        if (digest.isOfAny(pair.draft(), pair.verifier())) {
            console.say(
                    true,
                    "warning: draft or verifier was trained on exactly these rows, and is surer of them than of others;"
                            + " name rows that neither was trained on");
        }
        if (rows.trial().rows() == 0) {
            throw new CommandFailure("BAD_DATA", "--data has no rows to learn thresholds from", "--data");
        }
        return rows;
    }

    private Result result(Artefact artefact, VerifiedDraft pair, DraftedRows rows, byte[] bytes) {
        ReadingTime time = new ReadingTime();
        DraftTrial.Outcome both = rows.trial().crossChecked(agreement);
        Map<String, Float> thresholds = new LinkedHashMap<>();
        for (int c = 0; c < pair.labels().size(); c++) {
            thresholds.put(pair.labels().get(c), pair.thresholds()[c]);
        }
        return new Result(
                artefact.id().value(),
                version,
                rows.trial().rows(),
                line(rows.draft(), time.nanos(pair.draft(), rows.sample())),
                line(rows.verifier(), time.nanos(pair.verifier(), rows.sample())),
                line(both.evaluation(), time.nanos(pair, rows.sample())),
                both.share(),
                rows.trial().verified(pair.thresholds()),
                both.agreement(),
                thresholds,
                bytes.length,
                ArtefactFormat.digest(bytes));
    }

    private static Line line(Evaluation evaluation, double nanos) {
        return new Line(evaluation.accuracy(), evaluation.macroRecall(), nanos);
    }

    private void show(Result result) {
        console.print("%-9s %9s %12s %12s", "", "accuracy", "macro recall", "ns a reading");
        show("draft", result.draft());
        show("verifier", result.verifier());
        show("both", result.both());
        console.print("");
        console.print(
                "the verifier answers %.1f %% of the readings; %.2f %% of all answers are the verifier's",
                100 * result.verified(), 100 * result.agreement());
        if (result.agreement() < agreement) {
            console.print(
                    "fewer than the wanted %.2f %%: more rows would show better how sure the draft must be",
                    100 * agreement);
        }
        console.print(
                "with the thresholds in the file, it answers %.1f %% of these rows", 100 * result.verifiedByFile());
        console.print("sure from: %s", String.join(", ", sureFrom(result)));
        console.print(
                "learnt from %s; accuracy, macro recall and shares of both are those of each half of the rows"
                        + " with the thresholds of the other half",
                Counted.of(result.rows(), "row"));
        console.print(
                "%s version %d written to %s: %,d bytes, SHA-256 %s",
                result.model(), result.version(), out, result.bytes(), result.digest());
    }

    private void show(String name, Line line) {
        console.print("%-9s %7.2f %% %12.3f %,12.0f", name, 100 * line.accuracy(), line.macroRecall(), line.nanos());
    }

    private static List<String> sureFrom(Result result) {
        return result.thresholds().entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + (entry.getValue() > 1 ? "never" : String.format(Locale.ROOT, "%.4f", entry.getValue())))
                .toList();
    }
}
