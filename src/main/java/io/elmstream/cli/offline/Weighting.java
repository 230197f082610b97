package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.training.ClassWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Parses class weights given on the command line. */
final class Weighting {

    /**
     * The exponent of "balanced", which gives rare classes more weight without neglecting the common ones: on the
     * Shuttle sample it improves both accuracy and macro recall, while full balance costs a point of accuracy.
     */
    static final double BALANCED = 0.3;

    private Weighting() {}

    static ClassWeights parse(String text, String option) {
        if (text.equals("none")) {
            return new ClassWeights.None();
        }
        if (text.equals("balanced")) {
            return new ClassWeights.Balanced(BALANCED);
        }
        try {
            return text.contains("=")
                    ? new ClassWeights.Given(given(text))
                    : new ClassWeights.Balanced(Double.parseDouble(text));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    option + " must be none, balanced, a number from 0 to 1, or LABEL=WEIGHT,..., but is '" + text
                            + "'",
                    option);
        }
    }

    /** Returns the weights as they are given on the command line. */
    static String text(ClassWeights weights) {
        if (weights instanceof ClassWeights.Balanced balanced) {
            return Double.toString(balanced.power());
        } else if (weights instanceof ClassWeights.Given given) {
            return given.weights().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(","));
        }
        return "none";
    }

    private static Map<String, Double> given(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String entry : text.split(",")) {
            int equals = entry.lastIndexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(entry);
            }
            weights.put(entry.substring(0, equals), Double.parseDouble(entry.substring(equals + 1)));
        }
        return weights;
    }
}
