package io.elmstream.cli.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one reading is judged; also its JSON.
 *
 * @param model model id
 * @param version version of the model
 * @param reading position of the reading, TOPIC-PARTITION@OFFSET; empty if it is given on the command line
 * @param sensor id of the sensor; empty if it is not given
 * @param eventTime event time of the reading, ISO 8601; empty if it is given on the command line
 * @param features the features, in the order of the model
 * @param classes the classes, in the order of the model
 * @param top label of the model: the most probable class
 * @param confidence its probability
 * @param margin by how much it exceeds the next one
 * @param verified whether the verifier of a draft gave the probabilities
 * @param labelSet classes that the reading may well have; empty if the version has no such sets
 * @param outOfRange how far the reading lies beyond the training rows, 0 to 1
 * @param ruleSet version of the rule set; empty if none judges the reading
 * @param rules the rules of the rule set, in their order
 * @param label label of the prediction, after the rules
 * @param abstained whether the prediction is an abstention
 * @param suppressed whether no rule raises an alert on this reading
 * @param notes what is assumed, because it is not known here
 */
public record Explanation(
        String model,
        int version,
        Optional<String> reading,
        Optional<String> sensor,
        Optional<String> eventTime,
        List<Feature> features,
        List<Score> classes,
        String top,
        float confidence,
        float margin,
        boolean verified,
        List<String> labelSet,
        float outOfRange,
        Optional<Integer> ruleSet,
        List<JudgedRule> rules,
        String label,
        boolean abstained,
        boolean suppressed,
        List<String> notes) {

    /**
     * A feature.
     *
     * @param name its name
     * @param value its value; empty if it is missing
     * @param deviation how far it is from the mean of the training rows, in standard deviations; empty if it is
     *     missing, or the model does not standardise
     */
    public record Feature(String name, Optional<Float> value, Optional<Double> deviation) {}

    /**
     * A class.
     *
     * @param label its label
     * @param probability 0 to 1
     */
    public record Score(String label, float probability) {}

    /**
     * A rule.
     *
     * @param name its name
     * @param condition its condition; empty for an alert when a sensor is silent, which has none
     * @param fired whether the condition holds
     * @param values what the conditions of the rule name, with the values for this reading
     * @param effects what the rule does, in words
     */
    public record JudgedRule(
            String name, Optional<String> condition, boolean fired, Map<String, String> values, List<String> effects) {}
}
