package io.elmstream.rules;

import java.util.List;

/** A condition with types. Whole numbers below 2^53 are doubles here, which hold them exactly. */
sealed interface Term {

    /** True or false. */
    sealed interface Logical extends Term {}

    /** A number. */
    sealed interface Numeric extends Term {}

    /** A text. */
    sealed interface Textual extends Term {}

    /** A constant. */
    record Truth(boolean value) implements Logical {}

    /** Whether the model abstained. */
    record Abstained() implements Logical {}

    record Not(Logical of) implements Logical {}

    /**
     * Conjunction or disjunction.
     *
     * @param all whether all must hold, rather than any
     * @param parts two or more, none of the same kind
     */
    record Joined(boolean all, List<Logical> parts) implements Logical {}

    record LogicalChoice(Logical test, Logical then, Logical otherwise) implements Logical {}

    /** A comparison by any of the six operators. */
    record Compared(Operator operator, Numeric left, Numeric right) implements Logical {}

    record SameTruth(Logical left, Logical right) implements Logical {}

    record SameText(Textual left, Textual right) implements Logical {}

    record NumberIn(Numeric of, List<Double> values) implements Logical {}

    record TextIn(Textual of, List<String> values) implements Logical {}

    record Constant(double value) implements Numeric {}

    record Feature(String name) implements Numeric {}

    /** A number of the prediction. */
    record Score(Variable variable) implements Numeric {}

    record Negated(Numeric of) implements Numeric {}

    /**
     * The result of a calculation.
     *
     * @param whole whether a division drops what is behind the point
     */
    record Calculated(Operator operator, Numeric left, Numeric right, boolean whole) implements Numeric {}

    record NumericChoice(Logical test, Numeric then, Numeric otherwise) implements Numeric {}

    record Fixed(String value) implements Textual {}

    /** A text of the prediction. */
    record Named(Variable variable) implements Textual {}

    record TextualChoice(Logical test, Textual then, Textual otherwise) implements Textual {}
}
