package io.elmstream.client;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of a model version in its life cycle, with the transitions between the states. */
public enum ModelState {
    UPLOADED("Some parts of its file have arrived; others are missing."),
    REFUSED("The governor rejected it and keeps nothing of it. The answer names the reason and the field."),
    ACCEPTED("Every instance has its file. It does not score any readings."),
    SCHEDULED("It becomes the champion at a future event time. Instances load it before then."),
    SHADOW("It scores the readings of its share in addition to the champion. Its predictions are written to"
            + " a separate topic."),
    CANARY("Its predictions are used for the sensors of its share, and the champion's for the others."),
    CHAMPION("Its predictions are used."),
    SUPERSEDED("It was the champion or a challenger and is no longer in force. Readings from its time that"
            + " arrive late are still scored with it, unless its step was rolled back."),
    RETIRED("Its file was deleted. Its number cannot be used again.");

    /**
     * A transition of a version.
     *
     * @param from the previous state; empty for a new version
     * @param to the next state
     * @param cause a description of the command or event that causes it
     */
    record Transition(Optional<ModelState> from, ModelState to, String cause) {}

    /** All transitions. A state without outgoing transitions is final. */
    static final List<Transition> TRANSITIONS = List.of(
            first(UPLOADED, "publish in parts"),
            first(ACCEPTED, "publish"),
            first(REFUSED, "a check fails"),
            UPLOADED.to(ACCEPTED, "publish"),
            UPLOADED.to(REFUSED, "a check fails"),
            ACCEPTED.to(SCHEDULED, "activate --at"),
            ACCEPTED.to(CHAMPION, "activate"),
            ACCEPTED.to(SHADOW, "shadow"),
            ACCEPTED.to(CANARY, "canary"),
            ACCEPTED.to(RETIRED, "retire"),
            SCHEDULED.to(CHAMPION, "effective time reached"),
            SCHEDULED.to(SUPERSEDED, "rollback"),
            SHADOW.to(CANARY, "canary"),
            SHADOW.to(CHAMPION, "promote, gate"),
            SHADOW.to(SUPERSEDED, "rollback, gate"),
            CANARY.to(CHAMPION, "promote, gate"),
            CANARY.to(SUPERSEDED, "rollback, gate"),
            CHAMPION.to(SUPERSEDED, "next champion, rollback"),
            SUPERSEDED.to(CHAMPION, "activate again"),
            SUPERSEDED.to(RETIRED, "retire"));

    private final String explanation;

    ModelState(String explanation) {
        this.explanation = explanation;
    }

    private static Transition first(ModelState state, String cause) {
        return new Transition(Optional.empty(), state, cause);
    }

    private Transition to(ModelState next, String cause) {
        return new Transition(Optional.of(this), next, cause);
    }

    /** Returns the name of the state in output and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns {@link #word}, because picocli prints it for options. */
    @Override
    public String toString() {
        return word();
    }

    /** Returns an explanation of one or two sentences. */
    String explanation() {
        return explanation;
    }

    /** Returns all states and transitions as a Mermaid state diagram. */
    static String picture() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        TRANSITIONS.forEach(way -> text.append("    ")
                .append(way.from().map(ModelState::word).orElse("[*]"))
                .append(" --> ")
                .append(way.to().word())
                .append(" : ")
                .append(way.cause())
                .append('\n'));
        return text.append("    retired --> [*]\n").toString();
    }
}
