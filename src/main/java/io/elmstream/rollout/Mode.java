package io.elmstream.rollout;

/**
 * The role of a challenger for the sensors of its share. The other of the two versions scores the same readings for
 * comparison.
 */
public enum Mode {
    /** The champion's predictions are the ones that count. */
    SHADOW,
    /** The challenger's predictions are the ones that count. */
    CANARY
}
