package io.elmstream.rollout;

/**
 * What a challenger does with the sensors of its share. The other of the two versions scores the same readings beside
 * it.
 */
public enum Mode {
    /** It scores them too, but the champion's predictions are the ones that count. */
    SHADOW,
    /** Its predictions are the ones that count. */
    CANARY
}
