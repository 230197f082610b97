package io.elmstream.rules;

/**
 * A fault of a rule set.
 *
 * @param place where, for example {@code rules[2].alert.for}; empty for the whole document
 * @param message what is wrong, with the value, and what to do
 */
public record RuleFault(String place, String message) {

    @Override
    public String toString() {
        return place.isEmpty() ? message : place + ": " + message;
    }
}
