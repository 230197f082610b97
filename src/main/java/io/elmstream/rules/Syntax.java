package io.elmstream.rules;

import java.util.List;

/** A condition as it is written, before types. */
sealed interface Syntax {

    /** Where it is; of an operator, where its sign is. */
    Spot spot();

    /** A name that stands for itself. */
    record Name(Spot spot, String name) implements Syntax {}

    /** A feature in brackets, as {@code features['any name']}. */
    record Feature(Spot spot, String name) implements Syntax {}

    /** A truth value. */
    record Truth(Spot spot, boolean value) implements Syntax {}

    /** A whole number. */
    record Whole(Spot spot, long value) implements Syntax {}

    /** A number with a dot or exponent. */
    record Fraction(Spot spot, double value) implements Syntax {}

    /** A text in quotation marks. */
    record Text(Spot spot, String value) implements Syntax {}

    /** A list. */
    record Items(Spot spot, List<Syntax> items) implements Syntax {}

    /** An operator with its operands. */
    record Operation(Spot spot, Operator operator, List<Syntax> operands) implements Syntax {}

    /**
     * Something that CEL has and conditions do not.
     *
     * @param advice what it is and what to write
     */
    record Foreign(Spot spot, String advice) implements Syntax {}

    /** Returns how a message calls it. */
    default String shown() {
        if (this instanceof Name name) {
            return Excerpt.of(name.name());
        } else if (this instanceof Feature feature) {
            return "features['" + Excerpt.of(feature.name()) + "']";
        } else if (this instanceof Truth truth) {
            return Boolean.toString(truth.value());
        } else if (this instanceof Whole whole) {
            return Long.toString(whole.value());
        } else if (this instanceof Fraction fraction) {
            return Double.toString(fraction.value());
        } else if (this instanceof Text text) {
            return "'" + Excerpt.of(text.value()) + "'";
        } else if (this instanceof Operation operation) {
            return "the result of " + operation.operator().sign;
        }
        return "this";
    }
}
