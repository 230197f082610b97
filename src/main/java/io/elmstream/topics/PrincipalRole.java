package io.elmstream.topics;

import java.util.Arrays;
import java.util.Optional;

/** The role of a Kafka principal in Elmstream. The names of the principals are up to the user. */
public enum PrincipalRole {
    /** The instances, for scoring readings. */
    PROCESSOR("processor"),
    /** The instances, for judging commands. */
    GOVERNOR("governor"),
    /** The instances, for learning from labelled readings. */
    LEARNER("learner"),
    /** The people or programs that are allowed to change models. */
    OPERATORS("operators"),
    /** The producers of readings. */
    SENDERS("senders"),
    /** The senders of labels. */
    LABELLERS("labellers"),
    /** The consumers of the output topics. */
    READERS("readers"),
    /** The people or programs that are allowed to replay dead letters. */
    REPLAYERS("replayers");

    private final String key;

    PrincipalRole(String key) {
        this.key = key;
    }

    /** Returns the name of the role in {@code topology/topics.yaml}. */
    public String key() {
        return key;
    }

    /** Returns the role with this name in {@code topology/topics.yaml}. */
    public static Optional<PrincipalRole> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findAny();
    }
}
