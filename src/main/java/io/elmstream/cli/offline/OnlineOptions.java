package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlinePlan;
import io.elmstream.training.TrustGoal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options for learning from the rows of a file one after the other. */
final class OnlineOptions {

    private static final int FIRST = 500;

    /** Options of a training that reads its rows several times. */
    private static final List<String> OTHERS =
            List.of("--validate", "--test", "--auto", "--metric", "--max-nanos", "--max-bytes", "--class-weights");

    @Option(
            names = "--online",
            description = "learn from the rows one after the other, in the order of the file: each is predicted before"
                    + " it is learnt, and how often that was right is the result. --picture then shows it over the"
                    + " rows. Without --hidden and --layer: 200 units, half of them mixed tanh, half radial")
    private boolean online;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "online: the model file whose standardiser, hidden layer and output weights to start with;"
                    + " they serve until a rule of forgetting makes fewer errors on recent rows")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--first",
            paramLabel = "N",
            description = "online: rows at the start that give the standardiser and the units their scale; they are"
                    + " learnt, but not counted in the result (default: " + FIRST + ")")
    private @Nullable Integer first;

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "online: solve for the output weights each K rows (default: 100)")
    private @Nullable Integer every;

    @Option(
            names = "--forgetting",
            paramLabel = "RULE,...",
            hideParamSyntax = true,
            split = ",",
            description = "online: how older rows count less: never; a factor such as 0.99, by which a row makes all"
                    + " earlier ones count less; a half-life in rows such as 500rows, or in time such as 12h, which"
                    + " needs --time. Several learn side by side, each at full cost, and the one with the fewest errors"
                    + " on recent rows serves (default: never,0.9999,0.999,0.99,0.95)")
    private List<String> forgetting = List.of();

    @Option(
            names = "--ridge",
            paramLabel = "R",
            description = "online: the ridge parameter, which is added at each solution and never forgotten"
                    + " (default: 0.1)")
    private @Nullable Double ridge;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "online: how many recent rows decide which rule serves, calibrate probabilities, and are"
                    + " each point of the picture (default: 500)")
    private @Nullable Integer window;

    @Option(
            names = "--lagged-labels",
            paramLabel = "N",
            description = "online: the labels of the last N rows of the same sensor are features, too: label-1=CLASS"
                    + " is 1 if the last one was CLASS, else 0. Readings must carry them later, so this serves only"
                    + " where each label is known before the next reading comes (default: 0)")
    private @Nullable Integer lags;

    /** Returns whether to learn online; checks that no option of the other way of training is named. */
    boolean online(ParseResult named) {
        List<String> wrong = online
                ? OTHERS
                : named().entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList();
        for (String option : wrong) {
            if (!online || named.hasMatchedOption(option)) {
                throw new CommandFailure(
                        "BAD_VALUE",
                        option
                                + (online
                                        ? " has no effect with --online, which reads each row once"
                                        : " needs --online"),
                        option);
            }
        }
        return online;
    }

    private Map<String, Boolean> named() {
        Map<String, Boolean> named = new LinkedHashMap<>();
        named.put("--from", from.isPresent());
        named.put("--first", first != null);
        named.put("--every", every != null);
        named.put("--forgetting", !forgetting.isEmpty());
        named.put("--ridge", ridge != null);
        named.put("--window", window != null);
        named.put("--lagged-labels", lags != null);
        return named;
    }

    Optional<Path> from() {
        return from;
    }

    /** Returns how many rows make the basis; 0 if a model does. */
    int first() {
        if (from.isPresent() && first != null) {
            throw new CommandFailure(
                    "BAD_VALUE", "--first has no effect with --from, whose model has its scale already", "--first");
        }
        return from.isPresent() ? 0 : positive(first, FIRST, "--first");
    }

    int every() {
        return positive(every, 100, "--every");
    }

    int window() {
        return positive(window, OnlinePlan.USUAL_WINDOW, "--window");
    }

    /** Returns how many earlier labels are features. */
    int lags() {
        int most = 1000;
        if (lags != null && (lags < 0 || lags > most)) {
            throw new CommandFailure(
                    "BAD_VALUE", "--lagged-labels must be from 0 to " + most + ", but is " + lags, "--lagged-labels");
        }
        return lags == null ? 0 : lags;
    }

    /**
     * @param timed whether rows have a time
     * @param goal what predictions of the model shall deserve
     */
    OnlinePlan plan(boolean timed, TrustGoal goal) {
        List<Forgetting> rules = forgetting.isEmpty()
                ? OnlinePlan.USUAL_FORGETTING
                : forgetting.stream().map(OnlineOptions::rule).toList();
        if (!timed && rules.stream().anyMatch(rule -> rule instanceof Forgetting.ByTime)) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--forgetting: a half-life in time needs the times of the rows: name their column with --time",
                    "--forgetting");
        }
        try {
            return new OnlinePlan(
                    rules, ridge == null ? OnlinePlan.USUAL_RIDGE : ridge, window(), goal, ProductVersion.number());
        } catch (IllegalArgumentException e) {
            String option = String.valueOf(e.getMessage()).startsWith("forgetting")
                    ? "--forgetting"
                    : String.valueOf(e.getMessage()).startsWith("ridge") ? "--ridge" : "--window";
            throw new CommandFailure("BAD_VALUE", option + ": " + e.getMessage(), option);
        }
    }

    private static Forgetting rule(String text) {
        try {
            return Forgetting.of(text.strip());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--forgetting must have rules such as never, 0.99, 500rows or 12h, but one is '" + text + "': "
                            + e.getMessage(),
                    "--forgetting");
        }
    }

    private static int positive(@Nullable Integer value, int otherwise, String option) {
        if (value != null) {
            Arguments.positive(value, option);
        }
        return value == null ? otherwise : value;
    }
}
