package io.elmstream.alert;

/**
 * A change of an alert; only changes are published.
 *
 * @param kind the kind of change
 * @param raisedBy the reading whose prediction raised the alert: the same in the change that raises it and in the one
 *     that clears it
 */
public record AlertChange(Kind kind, Position raisedBy) {

    /** The kinds of changes. */
    public enum Kind {
        /** The alert was raised. */
        RAISED,
        /** The alert was cleared. */
        CLEARED
    }
}
