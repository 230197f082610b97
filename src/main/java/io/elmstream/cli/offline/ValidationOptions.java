package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableSamples;
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
    private static final String ROWS = "rows:";
    private static final String FILE = "file:";

    @Option(
            names = VALIDATE,
            arity = "1..2",
            paramLabel = "V",
            hideParamSyntax = true,
            description = "the rows that choose the ridge parameter, and the plan with --auto: loo, leave-one-out over"
                    + " all rows; time, the last fifth of the rows; blocks, five blocks of rows with gaps beside them;"
                    + " rows A..B of --data; file F (default: time if the rows seem to be in time order, blocks if the"
                    + " last fifth then lacks a class, otherwise loo). The model is then trained on all training rows")
    private List<String> validate = List.of();

    @Option(
            names = TEST,
            paramLabel = "T",
            description = "rows to test the model on: a file, or rows A..B of --data that are not in --rows")
    private String test = "";

    /** @return the named validation, or the one that suits the order of the rows */
    Validation validation(TableOptions table, Optional<String> label, TableSamples training, DataChecks checks) {
        return switch (text()) {
            case "" -> checks.suggested();
            case "loo" -> new Validation.LeaveOneOut();
            case "time" -> new Validation.Time();
            case "blocks" -> new Validation.Blocks();
            default -> onNamedRows(text(), table, label, training);
        };
    }

    /** Returns the files that are read, with their options, beside a table. */
    Map<Path, String> files(TableOptions table) {
        Map<Path, String> files = new LinkedHashMap<>();
        table.paths().forEach(file -> files.put(file, TableOptions.OPTION));
        testFile().ifPresent(file -> files.put(file, TEST));
        validationFile().ifPresent(file -> files.put(file, VALIDATE));
        return files;
    }

    /** Checks that no file is named for two of training, validation and test, so that its figures would flatter. */
    void requireOthers(TableOptions table) {
        Optional<Path> tested = testFile();
        Optional<Path> validated = validationFile();
        for (Path data : table.paths()) {
            tested.ifPresent(file -> requireOther(TEST, file, TableOptions.OPTION, data));
            validated.ifPresent(file -> requireOther(VALIDATE, file, TableOptions.OPTION, data));
        }
        tested.ifPresent(file -> validated.ifPresent(other -> requireOther(TEST, file, VALIDATE, other)));
    }

    private static void requireOther(String option, Path file, String other, Path with) {
        if (Arguments.isSame(file, with)) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    option + ": " + file + " is also " + other + ", and a model seems better than it is on rows that it"
                            + " was made from; name another file, or rows A..B of --data that are not in --rows",
                    option);
        }
    }

    private Optional<Path> testFile() {
        return test.isEmpty() || isRange(test) ? Optional.empty() : Optional.of(Path.of(test));
    }

    private Optional<Path> validationFile() {
        boolean file = text().startsWith(FILE) && text().length() > FILE.length();
        return file ? Optional.of(Path.of(text().substring(FILE.length()))) : Optional.empty();
    }

    private String text() {
        return String.join(":", validate);
    }

    /** Returns whether the user named the validation. */
    boolean isNamed() {
        return !validate.isEmpty();
    }

    /** @return the rows to test on, with the features and labels of the training rows; empty if none are named */
    Optional<TableSamples> test(TableOptions table, Optional<String> label, TableSamples training) {
        if (test.isEmpty()) {
            return Optional.empty();
        }
        if (!isRange(test)) {
            return Optional.of(
                    read(training.others(table.open(TEST, Path.of(test)), column(label, TEST), RowRange.ALL)));
        }
        RowRange range = Arguments.rows(test, TEST);
        if (range.overlaps(table.range())) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    TEST + ": rows " + range + " are among the training rows, " + table.range()
                            + "; name the training rows with --rows, such that the test rows are others",
                    TEST);
        }
        if (text().startsWith(ROWS) && range.overlaps(Arguments.rows(text().substring(ROWS.length()), VALIDATE))) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    TEST + ": rows " + range + " are among those of " + VALIDATE + ", which choose the ridge parameter;"
                            + " name others",
                    TEST);
        }
        return Optional.of(read(training.others(table.open(), column(label, TEST), range)));
    }

    /** Reads rows once, so that what is wrong with them is said before the training. */
    private static TableSamples read(TableSamples rows) {
        rows.forEach((features, label) -> {});
        return rows;
    }

    private Validation onNamedRows(String text, TableOptions table, Optional<String> label, TableSamples training) {
        if (text.startsWith(ROWS)) {
            return onRows(Arguments.rows(text.substring(ROWS.length()), VALIDATE), table, label, training);
        }
        if (validationFile().isPresent()) {
            Table file = table.open(VALIDATE + " file", validationFile().get());
            return new Validation.Others(
                    read(training.others(file, column(label, VALIDATE), RowRange.ALL)), "another file");
        }
        throw new CommandFailure(
                "BAD_VALUE",
                VALIDATE + " must be loo, time, blocks, rows A..B or file F, but is '" + text.replace(':', ' ') + "'",
                VALIDATE);
    }

    private static Validation onRows(
            RowRange range, TableOptions table, Optional<String> label, TableSamples training) {
        RowRange trained = table.range();
        if (!range.overlaps(trained)) {
            return new Validation.Others(
                    read(training.others(table.open(), column(label, VALIDATE), range)), "rows " + range);
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
