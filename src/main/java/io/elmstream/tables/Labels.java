package io.elmstream.tables;

import io.elmstream.elm.Counted;
import io.elmstream.elm.ShortList;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the labels of a column, and checks whether they are classes at all. */
final class Labels {

    /** More classes than a model file can contain. */
    private static final int TOO_MANY = 65_535;

    /** A numeric column with more distinct values is assumed to be a quantity. */
    private static final int MOST_NUMERIC = 100;

    /** With fewer rows, many distinct values mean nothing. */
    private static final int FEW_ROWS = 20;

    private final Table table;
    private final String column;
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private long all;

    /**
     * Creates an empty collection.
     *
     * @param table for messages
     * @param column for messages
     */
    Labels(Table table, String column) {
        this.table = table;
        this.column = ", column \"" + column + "\"";
    }

    void add(String label) {
        all++;
        rows.merge(label, 1L, Long::sum);
        if (rows.size() > TOO_MANY) {
            throw table.problem(String.format(
                    Locale.ROOT, "%s has more than %,d distinct values: these are not classes", column, TOO_MANY));
        }
    }

    /** Returns all labels, sorted. */
    List<String> found() {
        return List.copyOf(rows.keySet());
    }

    /**
     * Checks that they are classes, rather than quantities or row names.
     *
     * @throws DataException if they are not
     */
    void requireClasses() {
        boolean numeric = rows.keySet().stream().allMatch(Labels::isNumber);
        boolean quantity = numeric && rows.size() > MOST_NUMERIC;
        if (quantity || (all >= FEW_ROWS && rows.size() > all / 2)) {
            throw table.problem(String.format(
                    Locale.ROOT,
                    "%s has %,d distinct values in %,d rows, %s: it looks like %s, but a model here predicts classes."
                            + " Group the values into named ranges, or confirm with --many-classes",
                    column,
                    rows.size(),
                    all,
                    numeric ? "all of them numbers" : "few of them repeated",
                    numeric ? "a quantity to be estimated" : "a name for each row"));
        }
    }

    /**
     * Checks for labels that are hard to distinguish.
     *
     * @return a line that names those that differ only in case, if there are any
     * @throws DataException if two differ only in white space or in the Unicode composition of their letters
     */
    List<String> lookAlikes() {
        Map<String, String> shown = new HashMap<>();
        Map<String, String> lower = new HashMap<>();
        List<String> pairs = new ArrayList<>();
        for (String label : rows.keySet()) {
            String plain =
                    Normalizer.normalize(label, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
            String twin = shown.putIfAbsent(plain, label);
            if (twin != null) {
                throw table.problem(String.format(
                        Locale.ROOT,
                        "%s has the labels \"%s\" (%s) and \"%s\" (%s), which differ only in white"
                                + " space or in Unicode composition: use the same spelling",
                        column,
                        twin,
                        Counted.of(rows.getOrDefault(twin, 0L), "row"),
                        label,
                        Counted.of(rows.getOrDefault(label, 0L), "row")));
            }
            String cousin = lower.putIfAbsent(plain.toLowerCase(Locale.ROOT), label);
            if (cousin != null) {
                pairs.add("\"" + cousin + "\" and \"" + label + "\"");
            }
        }
        return pairs.isEmpty()
                ? List.of()
                : List.of(table.name() + column + " has the labels " + ShortList.ofTexts(pairs)
                        + ", which differ only in case and are two classes");
    }

    private static boolean isNumber(String label) {
        try {
            return Double.isFinite(Double.parseDouble(label));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
