package io.elmstream.alert;

/**
 * A change of an alert, the only thing that is published.
 *
 * @param kind what happened
 * @param raisedBy the reading whose prediction raised the alert: the same in the change that raises it and in the one
 *     that clears it
 */
public record AlertChange(Kind kind, Position raisedBy) {

    /** The two ways an alert changes. */
    public enum Kind {
        /** An alert stands from here on. */
        RAISED,
        /** The alert that stood is over. */
        CLEARED
    }
}
