package io.elmstream.labels;

/** What becomes of a label that was sent for a reading. Each label has exactly one outcome. */
public enum LabelOutcome {
    /** Its reading had no label and has this one now. */
    JOINED("The reading had no label and has this one now. Its row goes to the learner."),
    /** Its reading has the same label already. */
    DOUBLED("The reading has the same label already, of its own or from this topic. It counts once."),
    /** Its reading has another label, which stays. */
    CONTRADICTORY("The reading has another label already. The first one stays."),
    /** Its event time is before the window. */
    LATE("Its event time is before the window, so its reading is no longer kept."),
    /** The window is over without its reading. */
    UNMATCHED("The window is over, and there was no such reading of a model that learns."),
    /** It was the oldest of too many that wait. */
    DISPLACED("It waited for its reading, and was the oldest of more than `learn.label.max.waiting`."),
    /** It is not a label that any reading can have. */
    INVALID("It is not a label, or a field is missing or out of its range. The log has field and value.");

    private final String explanation;

    LabelOutcome(String explanation) {
        this.explanation = explanation;
    }

    /** Returns one or two sentences for the documentation. */
    public String explanation() {
        return explanation;
    }
}
