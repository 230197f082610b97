package io.elmstream.http;

import io.elmstream.elm.Counted;
import io.elmstream.serving.ReadyVersion;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a request, with the features in the order of the model.
 *
 * @param values row-major count x features
 * @param count the number of rows, 1 or more
 */
record FeatureRows(float[] values, int count) {

    /** The name of the input that contains all features. */
    static final String FEATURES = "features";

    /** How many names an error lists. */
    private static final int SHOWN = 20;

    /** Assembles the rows from one input with all features, or from one input for each feature. */
    static FeatureRows of(List<Tensor> inputs, ReadyVersion version) throws RequestException {
        List<String> features = version.features();
        boolean whole = inputs.size() == 1 && inputs.get(0).name().equals(FEATURES);
        FeatureRows rows = whole ? matrix(inputs.get(0), features) : columns(inputs, features);
        if (rows.count == 0) {
            throw RequestException.bad("the request has no rows");
        }
        return rows;
    }

    /** Returns the first row with a value that a version does not accept, or -1. */
    int firstUnusable(ReadyVersion version) {
        int width = version.features().size();
        for (int row = 0; row < count; row++) {
            if (version.packed().firstUnusable(values, row * width) >= 0) {
                return row;
            }
        }
        return -1;
    }

    /** Returns the exception that names the value of a row which a version does not accept. */
    RequestException refused(ReadyVersion version, int row) {
        int width = version.features().size();
        int bad = version.packed().firstUnusable(values, row * width);
        float value = values[row * width + bad];
        return RequestException.bad(
                "feature '%s' of row %d is %s; the model accepts %s",
                version.features().get(bad),
                row,
                Float.isNaN(value) ? "missing" : value,
                version.packed().acceptsMissing() ? "finite numbers and missing values" : "finite numbers only");
    }

    private static FeatureRows matrix(Tensor input, List<String> features) throws RequestException {
        long[] shape = input.shape();
        int width = features.size();
        if (input.isRaw() && input.values().length % width == 0) {
            return new FeatureRows(input.values(), input.values().length / width);
        }
        if (input.isRaw()) {
            throw RequestException.bad(
                    "the body has %s, which is no multiple of %d, the number of features",
                    Counted.of(input.values().length, "float"), width);
        }
        boolean one = shape.length == 1 && shape[0] == width;
        if (!one && (shape.length != 2 || shape[1] != width)) {
            throw RequestException.bad(
                    "input '%s' has shape %s; the model takes [rows, %d]", FEATURES, input.shapeText(), width);
        }
        return new FeatureRows(input.values(), one ? 1 : (int) shape[0]);
    }

    private static FeatureRows columns(List<Tensor> inputs, List<String> features) throws RequestException {
        for (Tensor input : inputs) {
            if (!features.contains(input.name())) {
                throw RequestException.bad(
                        "input '%s' is not known; the model takes one input '%s' with all features in this order, or"
                                + " one input for each of them: %s",
                        input.name(), FEATURES, names(features));
            }
        }
        int count = rows(inputs.get(0));
        boolean[] given = new boolean[features.size()];
        for (Tensor input : inputs) {
            int column = features.indexOf(input.name());
            if (given[column]) {
                throw RequestException.bad("input '%s' is there twice", input.name());
            }
            if (rows(input) != count) {
                throw RequestException.bad(
                        "input '%s' has %s, input '%s' has %d",
                        input.name(),
                        Counted.of(rows(input), "row"),
                        inputs.get(0).name(),
                        count);
            }
            given[column] = true;
        }
        if (inputs.size() < features.size()) {
            List<String> missing = features.stream()
                    .filter(name -> !given[features.indexOf(name)])
                    .toList();
            throw RequestException.bad("the request has no input for %s", names(missing));
        }
        // only now has the request as many values as the array
        float[] values = new float[Math.multiplyExact(count, features.size())];
        for (Tensor input : inputs) {
            int column = features.indexOf(input.name());
            for (int row = 0; row < count; row++) {
                values[row * features.size() + column] = input.values()[row];
            }
        }
        return new FeatureRows(values, count);
    }

    private static int rows(Tensor input) throws RequestException {
        long[] shape = input.shape();
        if (shape.length == 0 || shape.length > 2 || (shape.length == 2 && shape[1] != 1)) {
            throw RequestException.bad(
                    "input '%s' has shape %s; the input of one feature takes [rows] or [rows, 1]",
                    input.name(), Arrays.toString(shape));
        }
        return (int) shape[0];
    }

    private static String names(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }
}
