package io.elmstream.topology;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The role of a topic, whose name is configurable. */
public enum TopicRole {
    /** Sensor readings, the input. */
    READINGS("readings", Topics::readings),
    /** One prediction for each reading that could be scored. */
    PREDICTIONS("predictions", Topics::predictions),
    /** Predictions of challengers in shadow mode, kept apart from the predictions. */
    SHADOW_PREDICTIONS("shadow-predictions", Topics::shadowPredictions),
    /** Changes of the alert state of a sensor. */
    ALERTS("alerts", Topics::alerts),
    /** Readings that could not be scored. */
    DEAD_LETTERS("dead-letters", Topics::deadLetters),
    /** Commands to the governor. */
    MODEL_CONTROL("model-control", Topics::modelControl),
    /** Models and timelines that the governor accepted. */
    MODELS("models", Topics::models),
    /** The governor's answers, the reports of instances, and comparisons. */
    MODEL_STATUS("model-status", Topics::modelStatus),
    /** True classes of readings, sent after them; exists only where models learn. */
    LABELS("labels", Topics::labels),
    /**
     * What instances count of the readings of each version, and what the governor says of it; exists only where that is
     * watched.
     */
    MODEL_QUALITY("model-quality", Topics::modelQuality),
    /** What instances do, for the live page; exists only where that is enabled. */
    ACTIVITY("activity", Topics::activity),
    /** Commands about alerts; exists only where these are accepted. */
    ALERT_CONTROL("alert-control", Topics::alertControl);

    private final String key;
    private final Function<Topics, String> name;

    TopicRole(String key, Function<Topics, String> name) {
        this.key = key;
        this.name = name;
    }

    /** Returns the role as written in {@code topology/topics.yaml}, and after {@code topics.} in the configuration. */
    public String key() {
        return key;
    }

    /** Returns the name of the topic that has this role. */
    public String nameIn(Topics topics) {
        return name.apply(topics);
    }

    /**
     * Returns the roles of the topics that an application uses.
     *
     * @param learning whether its models learn
     * @param watching whether the quality of versions is watched
     * @param page whether there is a live page
     * @param clearing whether commands clear alerts
     */
    public static Set<TopicRole> used(boolean learning, boolean watching, boolean page, boolean clearing) {
        Set<TopicRole> roles = EnumSet.allOf(TopicRole.class);
        if (!learning) {
            roles.remove(LABELS);
        }
        if (!watching) {
            roles.remove(MODEL_QUALITY);
        }
        if (!page) {
            roles.remove(ACTIVITY);
        }
        if (!clearing) {
            roles.remove(ALERT_CONTROL);
        }
        return roles;
    }

    /** Returns the role with the given key. */
    public static Optional<TopicRole> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findAny();
    }
}
