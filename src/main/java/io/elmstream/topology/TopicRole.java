package io.elmstream.topology;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What a topic is for; its name is configured. */
public enum TopicRole {
    /** Sensor readings in. */
    READINGS("readings", Topics::readings),
    /** One prediction for each reading that could be scored. */
    PREDICTIONS("predictions", Topics::predictions),
    /** What challengers in shadow say, beside the predictions. */
    SHADOW_PREDICTIONS("shadow-predictions", Topics::shadowPredictions),
    /** Changes of a sensor's state of alert. */
    ALERTS("alerts", Topics::alerts),
    /** Readings that could not be scored. */
    DEAD_LETTERS("dead-letters", Topics::deadLetters),
    /** Commands to the governor. */
    MODEL_CONTROL("model-control", Topics::modelControl),
    /** What the governor accepted. */
    MODELS("models", Topics::models),
    /** The governor's answers, what instances report, and comparisons. */
    MODEL_STATUS("model-status", Topics::modelStatus);

    private final String key;
    private final Function<Topics, String> name;

    TopicRole(String key, Function<Topics, String> name) {
        this.key = key;
        this.name = name;
    }

    /** The role as it is written in {@code topology/topics.yaml}, and after {@code topics.} in the configuration. */
    public String key() {
        return key;
    }

    /** The name of the topic that has this role. */
    public String nameIn(Topics topics) {
        return name.apply(topics);
    }

    /** The role that is written like this. */
    public static Optional<TopicRole> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findAny();
    }
}
