package io.elmstream.testing;

import io.elmstream.alert.AlertState;

/**
 * The alert state of a sensor.
 *
 * @param raised whether an alert was raised and has not been cleared
 * @param hits how many of its last {@code alerts.m} predictions count towards an alert, 0 to 64
 */
public record AlertStanding(boolean raised, int hits) {

    static AlertStanding of(AlertState state) {
        return new AlertStanding(state.isRaised(), Long.bitCount(state.hits()));
    }
}
