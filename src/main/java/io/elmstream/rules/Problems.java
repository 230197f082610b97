package io.elmstream.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with one condition. */
final class Problems {

    private final List<Problem> all = new ArrayList<>();

    List<Problem> all() {
        return all;
    }

    /** Adds a problem. What is wrong has no type, so that what contains it is not reported again. */
    <T> Optional<T> none(Syntax at, String message) {
        all.add(new Problem(at.spot(), message));
        return Optional.empty();
    }

    /** Adds that two kinds differ, and how to write one of them. */
    <T> Optional<T> unlike(Syntax at, String sign, Operand left, Operand right) {
        return none(
                at,
                left.is() + " and " + right.is() + "; " + sign + " takes values of one kind"
                        + advice(left, right).or(() -> advice(right, left)).orElse(""));
    }

    /** Returns a whole number, or adds that it can be beyond the limit. */
    Optional<Operand> whole(Syntax at, Term.Numeric term, Optional<WholeRange> range) {
        return range.isPresent()
                ? Optional.of(Operand.whole(at, term, range.get()))
                : none(
                        at,
                        "whole numbers end at " + WholeRange.LIMIT + ", and this can be beyond; write "
                                + (at instanceof Syntax.Whole whole ? whole.value() + ".0" : "smaller constants"));
    }

    private static Optional<String> advice(Operand of, Operand other) {
        Syntax syntax = other.syntax();
        return switch (of.kind()) {
            case NUMBER ->
                syntax instanceof Syntax.Whole whole
                        ? Optional.of(". Write " + whole.value() + ".0")
                        : Optional.empty();
            case WHOLE ->
                syntax instanceof Syntax.Fraction fraction
                        ? Optional.of(fraction(of, fraction.value()))
                        : Optional.empty();
            case TEXT -> text(other);
            case TRUTH -> Optional.empty();
        };
    }

    private static String fraction(Operand of, double value) {
        return value == Math.rint(value) && Math.abs(value) <= WholeRange.LIMIT
                ? ". Write " + (long) value
                : "; " + of.syntax().shown() + " has no fraction";
    }

    private static Optional<String> text(Operand other) {
        if (other.term() instanceof Term.Constant) {
            return Optional.of(". Write '" + other.syntax().shown() + "'");
        }
        return other.term() instanceof Term.Feature feature
                ? Optional.of(". If " + Excerpt.of(feature.name()) + " is to be a text, write it in quotation marks")
                : Optional.empty();
    }
}
