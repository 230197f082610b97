package io.elmstream.rules;

import static io.elmstream.rules.Bounds.require;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An example with the outcome that the rules must give.
 *
 * @param features values by name, finite and within the range of a float; features without a value are missing
 * @param label the label of the prediction, a label of the model; empty for none, if no rule looks at it
 * @param confidence 0 to 1
 * @param margin the distance to the second probability, 0 to 1
 * @param abstained whether the model abstained
 * @param outOfRange how far the reading lies beyond the training rows, 0 to 1
 * @param version of the model, 1 or more
 * @param sensor the id of the sensor
 * @param previous the label of the sensor's prediction before; empty if there was none
 * @param held for how many seconds the label was the same before, 0 or more
 * @param expect what the rules must give
 */
public record RuleProbe(
        Map<String, Double> features,
        String label,
        double confidence,
        double margin,
        boolean abstained,
        double outOfRange,
        int version,
        String sensor,
        String previous,
        double held,
        Expectation expect) {

    /**
     * What the rules must give. What is empty is not looked at.
     *
     * @param fired the names of the rules whose conditions hold, no more and no fewer, in any order
     * @param label the label afterwards
     * @param abstained whether the prediction is an abstention afterwards
     * @param suppressed whether alerts are suppressed
     */
    public record Expectation(
            List<String> fired, Optional<String> label, Optional<Boolean> abstained, Optional<Boolean> suppressed) {

        /** Copies the list. */
        public Expectation {
            fired = List.copyOf(fired);
        }
    }

    /** Sorts the features by name and checks the bounds. */
    public RuleProbe {
        features = Collections.unmodifiableMap(new TreeMap<>(features));
        features.forEach((name, value) ->
                require(Math.abs(value) <= Float.MAX_VALUE, name + " is " + value + ", must be within a float"));
        require(confidence >= 0 && confidence <= 1, "confidence is " + confidence + ", must be 0 to 1");
        require(margin >= 0 && margin <= 1, "margin is " + margin + ", must be 0 to 1");
        require(outOfRange >= 0 && outOfRange <= 1, "outOfRange is " + outOfRange + ", must be 0 to 1");
        require(version >= 1, "version is " + version + ", must be 1 or more");
        require(held >= 0 && held <= Double.MAX_VALUE, "held is " + held + ", must be 0 or more");
    }
}
