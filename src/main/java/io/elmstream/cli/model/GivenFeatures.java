package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.Names;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.ShortList;
import io.elmstream.tables.Decimals;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The features of a reading as they are given on the command line: {@code NAME=VALUE}. */
final class GivenFeatures {

    private static final String PLACE = "NAME=VALUE";

    private GivenFeatures() {}

    /**
     * Returns the row of a reading, in the order of the model. A feature that is not given, or given as NaN, is NaN.
     *
     * @throws CommandFailure if a name or value is wrong, or a feature is missing and the model takes no missing values
     */
    static float[] row(List<String> given, Classifier model) {
        List<String> names = model.featureNames();
        float[] row = new float[names.size()];
        Arrays.fill(row, Float.NaN);
        Set<Integer> seen = new HashSet<>();
        for (String each : given) {
            // names may contain the sign, numbers do not
            int sign = each.lastIndexOf('=');
            if (sign < 0) {
                throw bad("'" + each + "' must be the name of a feature, = and its value, for example " + names.get(0)
                        + "=1.5");
            }
            String name = each.substring(0, sign);
            int index = index(name, names);
            if (!seen.add(index)) {
                throw bad("feature " + name + " is given twice");
            }
            row[index] = value(name, each.substring(sign + 1));
        }
        List<String> missing = IntStream.range(0, row.length)
                .filter(i -> Float.isNaN(row[i]))
                .mapToObj(names::get)
                .toList();
        if (model.missing() == MissingValues.REFUSE && !missing.isEmpty()) {
            throw bad("the model takes no missing values, and there is none of " + ShortList.of(missing)
                    + "; add NAME=VALUE for each");
        }
        return row;
    }

    private static int index(String name, List<String> names) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw bad("the model has no feature " + name
                    + Names.nearest(name, names)
                            .map(near -> "; did you mean " + near + "?")
                            .orElseGet(() -> "; its features are " + ShortList.ofTexts(names)));
        }
        return index;
    }

    private static float value(String name, String text) {
        if (text.equalsIgnoreCase("NaN")) {
            return Float.NaN;
        }
        try {
            float value = Decimals.isDecimal(text) ? Float.parseFloat(text) : Float.NaN;
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the same answer as to any other text
        }
        throw bad(name + " is '" + text + "', must be a finite number, or NaN for a missing value");
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure("BAD_VALUE", message, PLACE);
    }
}
