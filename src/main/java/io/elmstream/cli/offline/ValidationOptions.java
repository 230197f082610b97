package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.CsvSamples;
import io.elmstream.data.RowRange;
import io.elmstream.training.DataChecks;
import io.elmstream.training.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the rows that a training is validated and tested on. */
final class ValidationOptions {

    private static final String VALIDATE = "--validate";
    private static final String TEST = "--test";

    @Option(
            names = VALIDATE,
            arity = "1..2",
            paramLabel = "V",
            description = "the rows that choose lambda, and the plan with --auto: loo, leave-one-out over all rows;"
                    + " time, the last fifth of the rows; blocks, five blocks of rows with gaps beside them; rows A..B"
                    + " of --data; file F (default: time if the rows seem to be in time order, blocks if the last"
                    + " fifth then lacks a class, otherwise loo). The model is then trained on all training rows")
    private List<String> validate = List.of();

    @Option(
            names = TEST,
            paramLabel = "T",
            description = "rows to test the model on: a CSV file, or rows A..B of --data that are not in --rows")
    private String test = "";

    /** @return the named validation, or the one that suits the order of the rows */
    Validation validation(TableOptions table, Optional<String> label, CsvSamples training, DataChecks checks) {
        String text = String.join(":", validate);
        return switch (text) {
            case "" -> checks.suggested();
            case "loo" -> new Validation.LeaveOneOut();
            case "time" -> new Validation.Time();
            case "blocks" -> new Validation.Blocks();
            default -> onNamedRows(text, table, label, training);
        };
    }

    /** Returns the files that are read, by option, beside a table. */
    Map<String, Path> files(TableOptions table) {
        Map<String, Path> files = new LinkedHashMap<>(Map.of("--data", table.file()));
        if (!test.isEmpty() && !isRange(test)) {
            files.put(TEST, Path.of(test));
        }
        if (validate.size() == 2 && validate.get(0).equals("file")) {
            files.put(VALIDATE, Path.of(validate.get(1)));
        }
        return files;
    }

    /** Returns whether the user named the validation. */
    boolean isNamed() {
        return !validate.isEmpty();
    }

    /** @return the rows to test on, with the features and labels of the training rows; empty if none are named */
    Optional<CsvSamples> test(TableOptions table, Optional<String> label, CsvSamples training) {
        if (test.isEmpty()) {
            return Optional.empty();
        }
        if (!isRange(test)) {
            return Optional.of(read(table.others(Path.of(test), column(label, TEST), RowRange.ALL, training)));
        }
        RowRange range = Arguments.rows(test, TEST);
        if (range.overlaps(table.range())) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    TEST + ": rows " + range + " are among the training rows, " + table.range()
                            + "; name the training rows with --rows, such that the test rows are others",
                    TEST);
        }
        return Optional.of(read(table.others(table.file(), column(label, TEST), range, training)));
    }

    /** Reads rows once, so that what is wrong with them is said before the training. */
    private static CsvSamples read(CsvSamples rows) {
        rows.forEach((features, label) -> {});
        return rows;
    }

    private static Validation onNamedRows(
            String text, TableOptions table, Optional<String> label, CsvSamples training) {
        if (text.startsWith("rows:")) {
            return onRows(Arguments.rows(text.substring("rows:".length()), VALIDATE), table, label, training);
        }
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            Path file = Path.of(text.substring("file:".length()));
            return new Validation.Others(
                    table.others(file, column(label, VALIDATE), RowRange.ALL, training), "another file");
        }
        throw new CommandFailure(
                "BAD_VALUE",
                VALIDATE + " must be loo, time, blocks, rows A..B or file F, but is '" + text.replace(':', ' ') + "'",
                VALIDATE);
    }

    private static Validation onRows(RowRange range, TableOptions table, Optional<String> label, CsvSamples training) {
        RowRange trained = table.range();
        if (!range.overlaps(trained)) {
            return new Validation.Others(
                    table.others(table.file(), column(label, VALIDATE), range, training), "rows " + range);
        }
        if (!trained.contains(range.first()) || !trained.contains(range.last())) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    VALIDATE + ": some of the rows " + range + " are training rows, " + trained + ", and some are not",
                    VALIDATE);
        }
        return new Validation.Rows(range.first() - trained.first() + 1, range.last() - trained.first() + 1);
    }

    private static String column(Optional<String> label, String option) {
        return label.orElseThrow(() -> new CommandFailure(
                "BAD_VALUE", option + " needs labelled rows: name their column with --label", option));
    }

    private static boolean isRange(String text) {
        return text.matches("\\d+\\.\\.\\d+");
    }
}
