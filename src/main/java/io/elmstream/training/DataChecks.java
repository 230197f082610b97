package io.elmstream.training;

import io.elmstream.elm.Samples;
import io.elmstream.elm.ShortList;
import io.elmstream.elm.Standardiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One pass over training rows that looks for what spoils a model without an error: columns that say nothing, the same
 * twice, or what the label says, classes of few rows, and rows in time order. Memory does not grow with the rows.
 */
public final class DataChecks {

    /** With fewer rows, nothing can be told about their order or a column that decides alone. */
    private static final int FEW_ROWS = 50;

    /** Rows are in time order if the squared step between neighbours is below this part of that between any two. */
    private static final double NEAR = 0.1;

    private static final List<Validation> BY_TIME = List.of(new Validation.Time(), new Validation.Blocks());

    private final Samples samples;
    private final long rows;
    private final List<ColumnCheck> columns;
    private final boolean[] saysTheLabel;
    private final long[] rowsOfClass;
    private final long[][] fitted;
    private final long[][] predicted;

    private DataChecks(Samples samples, long rows) {
        this.samples = samples;
        this.rows = rows;
        int classes = samples.labels().size();
        columns = samples.featureNames().stream()
                .map(name -> new ColumnCheck(classes))
                .toList();
        rowsOfClass = new long[classes];
        fitted = new long[BY_TIME.size()][classes];
        predicted = new long[BY_TIME.size()][classes];
        saysTheLabel = new boolean[columns.size()];
    }

    /**
     * Reads the rows.
     *
     * @param samples the training rows
     * @param rows their number
     * @return what they show
     * @throws TrainingException if a column repeats the label
     */
    public static DataChecks of(Samples samples, long rows) {
        DataChecks checks = new DataChecks(samples, rows);
        float[] numbers = checks.labelsAsNumbers();
        Arrays.fill(checks.saysTheLabel, true);
        long[] row = {0};
        samples.forEach((features, label) -> checks.row(++row[0], features, label, numbers[label]));
        checks.requireNoLabelAmongFeatures();
        return checks;
    }

    private float[] labelsAsNumbers() {
        float[] numbers = new float[samples.labels().size()];
        for (int c = 0; c < numbers.length; c++) {
            try {
                numbers[c] = Float.parseFloat(samples.labels().get(c));
            } catch (NumberFormatException e) {
                numbers[c] = Float.NaN;
            }
        }
        return numbers;
    }

    private void row(long row, float[] features, int label, float number) {
        rowsOfClass[label]++;
        for (int v = 0; v < BY_TIME.size(); v++) {
            fitted[v][label] += BY_TIME.get(v).fits(row, rows) ? 1 : 0;
            predicted[v][label] += BY_TIME.get(v).predicts(row, rows) ? 1 : 0;
        }
        for (int j = 0; j < features.length; j++) {
            columns.get(j).add(features[j], label);
            saysTheLabel[j] &= features[j] == number;
        }
    }

    private void requireNoLabelAmongFeatures() {
        for (int j = 0; j < saysTheLabel.length; j++) {
            if (saysTheLabel[j] && rows >= FEW_ROWS) {
                throw new TrainingException("column \"" + name(j)
                        + "\" equals the label in every row, and a model would only copy it: leave the column out");
            }
        }
    }

    /**
     * Returns what to look at before training.
     *
     * @param units the number of hidden units
     * @return a line for each finding
     */
    public List<String> warnings(int units) {
        List<String> warnings = new ArrayList<>(ShortList.sentence(
                columns(ColumnCheck::isConstant),
                "column %s is constant, with a standard deviation below " + Standardiser.SMALLEST_SCALE
                        + ", and tells nothing: leave it out",
                "columns %s are constant, with a standard deviation below " + Standardiser.SMALLEST_SCALE
                        + ", and tell nothing: leave them out"));
        List<String> twins = twins();
        if (!twins.isEmpty()) {
            warnings.add("columns " + ShortList.ofTexts(twins) + " are equal in every row");
        }
        if (rows >= FEW_ROWS) {
            warnings.addAll(ShortList.sentence(
                    columns(ColumnCheck::decides),
                    "column %s alone tells the classes apart; if it is made from the label, leave it out",
                    "each of the columns %s alone tells the classes apart; leave out those that are made"
                            + " from the label"));
            warnings.addAll(ShortList.sentence(
                    columns(ColumnCheck::isTime),
                    "column %s rises or falls from row to row as a time does; a model learns nothing from it that"
                            + " holds for later rows: leave it out, or name it as the time of the rows",
                    "columns %s rise or fall from row to row as a time does; a model learns nothing from them that"
                            + " holds for later rows: leave them out, or name one as the time of the rows"));
        }
        warnings.addAll(ShortList.sentence(
                classesOf(0),
                "class %s has no row; nothing can be said of how well it is predicted",
                "classes %s have no row; nothing can be said of how well they are predicted"));
        warnings.addAll(ShortList.sentence(
                classesOf(1),
                "class %s has one row; nothing can be said of how well it is predicted",
                "classes %s have one row each; nothing can be said of how well they are predicted"));
        if (rows < units) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "there are %,d hidden units for %,d rows: fewer units predict new rows better",
                    units,
                    rows));
        }
        return warnings;
    }

    private List<String> columns(Predicate<ColumnCheck> found) {
        return IntStream.range(0, columns.size())
                .filter(j -> found.test(columns.get(j)))
                .mapToObj(this::name)
                .toList();
    }

    /** Returns each column that repeats an earlier one, with that. */
    private List<String> twins() {
        Map<Long, Integer> first = new HashMap<>();
        List<String> twins = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            Integer twin = first.putIfAbsent(columns.get(j).hash(), j);
            if (twin != null && !columns.get(j).isConstant()) {
                twins.add("\"" + name(twin) + "\" and \"" + name(j) + "\"");
            }
        }
        return twins;
    }

    private List<String> classesOf(long count) {
        return IntStream.range(0, rowsOfClass.length)
                .filter(c -> rowsOfClass[c] == count)
                .mapToObj(samples.labels()::get)
                .toList();
    }

    /** {@return why the rows seem to be in time order; empty if they do not} */
    public Optional<String> timeOrder() {
        if (rows < FEW_ROWS) {
            return Optional.empty();
        }
        Optional<String> time = IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).isTime())
                .mapToObj(j -> "column \"" + name(j) + "\" rises or falls from row to row")
                .findFirst();
        if (time.isPresent()) {
            return time;
        }
        double distance = neighbourDistance();
        return distance < NEAR
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "consecutive rows of a class differ by %.0f %% of what others differ by",
                        100 * Math.sqrt(distance)))
                : Optional.empty();
    }

    /** Returns the mean over the features. */
    private double neighbourDistance() {
        DoubleStream distances =
                columns.stream().mapToDouble(ColumnCheck::neighbourDistance).filter(Double::isFinite);
        return distances.average().orElse(1);
    }

    /**
     * Returns the validation that suits the order of the rows: by time if they are in time order and every class of two
     * or more rows is both fitted and predicted then.
     *
     * @return the last fifth, blocks, or leave-one-out
     */
    public Validation suggested() {
        if (timeOrder().isPresent()) {
            for (int v = 0; v < BY_TIME.size(); v++) {
                if (hasAllClasses(v)) {
                    return BY_TIME.get(v);
                }
            }
        }
        return new Validation.LeaveOneOut();
    }

    /** {@return whether every class of two or more rows occurs in the last fifth of the rows and before} */
    public boolean hasAllClassesByTime() {
        return hasAllClasses(BY_TIME.indexOf(new Validation.Time()));
    }

    private boolean hasAllClasses(int validation) {
        long classes =
                Arrays.stream(fitted[validation]).filter(rows -> rows > 0).count();
        long held = Arrays.stream(predicted[validation]).sum();
        return classes >= 2
                && held > 0
                && IntStream.range(0, rowsOfClass.length)
                        .allMatch(
                                c -> rowsOfClass[c] < 2 || (fitted[validation][c] > 0 && predicted[validation][c] > 0));
    }

    private String name(int j) {
        return samples.featureNames().get(j);
    }
}
