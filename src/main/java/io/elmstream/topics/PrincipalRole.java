package io.elmstream.topics;

import java.util.Arrays;
import java.util.Optional;

/** What somebody who is known to Kafka has to do with Elmstream; the names that Kafka knows them by are theirs. */
public enum PrincipalRole {
    /** The instances, as far as they score readings. */
    PROCESSOR("processor"),
    /** The instances, as far as they judge commands. */
    GOVERNOR("governor"),
    /** Whoever may change models. */
    OPERATORS("operators"),
    /** Whoever sends readings. */
    SENDERS("senders"),
    /** Whoever reads what comes out. */
    READERS("readers"),
    /** Whoever may bring dead letters back. */
    REPLAYERS("replayers");

    private final String key;

    PrincipalRole(String key) {
        this.key = key;
    }

    /** The role as it is written in {@code topology/topics.yaml}. */
    public String key() {
        return key;
    }

    /** The role that is written like this. */
    public static Optional<PrincipalRole> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findAny();
    }
}
