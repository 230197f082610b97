package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the contents of a model file. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows the contents of a model file.",
        footer = {"", "Examples:", "  elmstream model inspect shuttle-1.elm"})
public final class ModelInspectCommand implements Callable<Integer> {

    /**
     * Hidden units of one kind.
     *
     * @param count their number
     * @param activation activation functions of them, joined by +
     * @param description the kind, with seed and generator or explicit weights
     */
    public record Units(int count, String activation, String description) {

        private static List<Units> of(HiddenLayer hidden) {
            List<HiddenLayer> parts = hidden instanceof MixedHidden mixed ? mixed.parts() : List.of(hidden);
            return parts.stream()
                    .map(part -> new Units(part.units(), activations(part), part.description()))
                    .toList();
        }
    }

    /**
     * The draft of a version with a verifier.
     *
     * @param hidden number of its hidden units
     * @param activation activation functions of its hidden units, joined by +
     * @param hiddenLayer its seed and generator, or explicit weights
     * @param units its hidden units by kind
     * @param rows number of its training rows
     * @param looAccuracy its leave-one-out accuracy, 0 to 1
     * @param thresholds probability from which on it is sure, by class; 2 if it never is
     */
    public record Draft(
            int hidden,
            String activation,
            String hiddenLayer,
            List<Units> units,
            long rows,
            double looAccuracy,
            Map<String, Float> thresholds) {

        private static Draft of(VerifiedDraft pair) {
            Elm elm = pair.draft();
            float[] figures = pair.thresholds();
            Map<String, Float> thresholds = new LinkedHashMap<>();
            for (int c = 0; c < figures.length; c++) {
                thresholds.put(pair.labels().get(c), figures[c]);
            }
            return new Draft(
                    elm.hidden().units(),
                    activations(elm.hidden()),
                    elm.hidden().description(),
                    Units.of(elm.hidden()),
                    elm.provenance().rows(),
                    elm.provenance().quality().accuracy(),
                    thresholds);
        }
    }

    /**
     * The training that readings are compared with.
     *
     * @param rows independent training rows that the distributions of its features are worth
     * @param heldOut rows that confidence and accuracy were measured on
     */
    public record Profile(long rows, long heldOut) {}

    /**
     * The result, also its JSON. For a draft with its verifier, the figures of hidden layer, training and quality are
     * those of the verifier.
     *
     * @param model model id
     * @param version model version
     * @param bytes size of the file
     * @param digest SHA-256 of the file, in hex
     * @param featureNames names of the features, in their order
     * @param labels labels of the classes, in the order of the probabilities
     * @param hidden number of hidden units
     * @param activation activation functions of the hidden units, joined by +
     * @param hiddenLayer kinds of the hidden units, with seed and generator or explicit weights
     * @param units hidden units by kind
     * @param weights number of weights of the hidden layer that are not 0
     * @param nanos nanoseconds of a reading in batches of 256, one thread, measured on this machine
     * @param bytesWithExplicitWeights size of the file with explicit weights instead of a seed
     * @param missing how missing values are handled
     * @param temperature divisor of the outputs before the softmax
     * @param probes number of golden rows in the file
     * @param dataDigest SHA-256 of the training data, in hex
     * @param rows number of training rows
     * @param lambda ridge parameter
     * @param validation rows that the quality was measured on
     * @param looAccuracy accuracy on them, 0 to 1
     * @param looMacroRecall macro recall on them, 0 to 1
     * @param calibrationError mean gap between confidence and accuracy, 0 to 1
     * @param productVersion release that trained the model
     * @param trust how far its predictions are to be believed; empty if that was not measured
     * @param profile what drift of its readings is compared with; empty if the file has none, and it is not watched
     * @param draft the draft; empty if the version has one model only
     */
    public record Result(
            String model,
            int version,
            long bytes,
            String digest,
            List<String> featureNames,
            List<String> labels,
            int hidden,
            String activation,
            String hiddenLayer,
            List<Units> units,
            int weights,
            double nanos,
            long bytesWithExplicitWeights,
            String missing,
            double temperature,
            int probes,
            String dataDigest,
            long rows,
            double lambda,
            String validation,
            double looAccuracy,
            double looMacroRecall,
            double calibrationError,
            String productVersion,
            Optional<TrustFigures> trust,
            Optional<Profile> profile,
            Optional<Draft> draft) {}

    @Parameters(paramLabel = "FILE", description = "a model file, as written by train")
    private Path file;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Result result = result(ModelFile.read(file, "FILE"));
        console.result(output.json, result, this::show);
        return 0;
    }

    private static Result result(ModelFile model) {
        Artefact artefact = model.artefact();
        byte[] bytes = model.bytes();
        Optional<VerifiedDraft> pair =
                artefact.classifier() instanceof VerifiedDraft drafted ? Optional.of(drafted) : Optional.empty();
        Elm elm = pair.map(VerifiedDraft::verifier).orElseGet(artefact::elm);
        var made = elm.provenance();
        return new Result(
                artefact.id().value(),
                artefact.version(),
                bytes.length,
                ArtefactFormat.digest(bytes),
                elm.featureNames(),
                elm.labels(),
                elm.hidden().units(),
                activations(elm.hidden()),
                elm.hidden().description(),
                Units.of(elm.hidden()),
                elm.units().first(elm.units().count()),
                new ReadingTime().nanos(elm),
                ArtefactFormat.bytesWithExplicitWeights(artefact, bytes.length),
                elm.missing().name(),
                elm.temperature(),
                artefact.probes().count(),
                made.dataDigest(),
                made.rows(),
                made.lambda(),
                made.validation(),
                made.quality().accuracy(),
                made.quality().macroRecall(),
                made.quality().calibrationError(),
                made.productVersion(),
                artefact.trust().map(trust -> TrustFigures.of(trust, elm)),
                artefact.profile().map(profile -> new Profile(profile.rows(), profile.heldOut())),
                pair.map(Draft::of));
    }

    private static String activations(HiddenLayer hidden) {
        return hidden.activations().stream().map(Activation::name).collect(Collectors.joining("+"));
    }

    private void show(Result r) {
        console.print("model         %s version %d", r.model(), r.version());
        console.print("file          %,d bytes, SHA-256 %s", r.bytes(), r.digest());
        console.print("features      %,d: %s", r.featureNames().size(), String.join(", ", r.featureNames()));
        console.print("labels        %,d: %s", r.labels().size(), String.join(", ", r.labels()));
        r.draft().ifPresent(this::show);
        show("hidden layer", r.hidden(), r.units());
        console.print(
                "              %,d weights of the units are not 0 (of %,d); %,.0f ns a reading here, in batches of 256",
                r.weights(), (long) r.hidden() * r.featureNames().size(), r.nanos());
        if (r.bytesWithExplicitWeights() > r.bytes()) {
            console.print(
                    "              stores the seed instead of the weights, with which the file would have %,d bytes",
                    r.bytesWithExplicitWeights());
        }
        console.print("missing       %s", r.missing().toLowerCase(Locale.ROOT));
        console.print(
                "trained       on %,d rows, ridge %.3g, by Elmstream %s", r.rows(), r.lambda(), r.productVersion());
        console.print("data          SHA-256 %s", r.dataDigest());
        console.print(
                "quality       %s: accuracy %.2f %%, macro recall %.3f, calibration error %.4f",
                r.validation(), 100 * r.looAccuracy(), r.looMacroRecall(), r.calibrationError());
        r.trust().ifPresent(trust -> trust.lines().forEach(console::print));
        console.print(
                "profile       %s",
                r.profile()
                        .map(profile -> String.format(
                                Locale.ROOT,
                                "features of %,d rows; confidence and accuracy of %,d",
                                profile.rows(),
                                profile.heldOut()))
                        .orElse("none, so drift of its readings is not watched"));
        console.print("probes        %,d golden rows, temperature %.4f", r.probes(), r.temperature());
    }

    private void show(String title, int hidden, List<Units> kinds) {
        if (kinds.size() > 1) {
            console.print("%-13s %,d units, of which", title, hidden);
        }
        String first = kinds.size() > 1 ? "" : title;
        kinds.forEach(kind -> console.print(
                "%-13s %s, %s",
                first,
                Counted.of(kind.count(), kind.activation().toLowerCase(Locale.ROOT) + " unit"),
                kind.description()));
    }

    private void show(Draft draft) {
        show("draft", draft.hidden(), draft.units());
        console.print(
                "              trained on %,d rows, leave-one-out accuracy %.2f %%",
                draft.rows(), 100 * draft.looAccuracy());
        draft.thresholds()
                .forEach((label, threshold) -> console.print(
                        "              %s: %s",
                        label,
                        threshold > 1
                                ? "always asks the verifier"
                                : String.format(Locale.ROOT, "sure from probability %.4f on", threshold)));
        console.print("              the verifier, described below, answers all other readings");
    }
}
