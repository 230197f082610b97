package io.elmstream.rules;

import io.elmstream.rules.Variable.Kind;
import java.util.Optional;

/** The types of calculations. */
final class Calculations {

    private final Problems problems;

    Calculations(Problems problems) {
        this.problems = problems;
    }

    /** Returns a calculation with two operands. */
    Optional<Operand> of(Syntax.Operation at, Operand left, Operand right) {
        Operator operator = at.operator();
        Operand odd = left.kind().isNumeric() ? right : left;
        if (!odd.kind().isNumeric()) {
            return problems.none(at, odd.is() + ", and " + operator.sign + " calculates with numbers");
        }
        boolean divides = operator == Operator.DIVIDE || operator == Operator.REMAINDER;
        if (divides && Constants.of(right.numeric()).filter(each -> each == 0).isPresent()) {
            return problems.none(at, "this divides by zero; write another number behind " + operator.sign);
        }
        Operand fraction = left.kind() == Kind.NUMBER ? left : right;
        if (operator == Operator.REMAINDER && fraction.kind() == Kind.NUMBER) {
            return problems.none(at, "% is for whole numbers, and " + fraction.is() + " that may have a fraction");
        }
        if (left.kind() != right.kind()) {
            return problems.unlike(at, operator.sign, left, right);
        }
        boolean whole = left.kind() == Kind.WHOLE;
        if (divides && whole && !(right.syntax() instanceof Syntax.Whole)) {
            return problems.none(
                    at,
                    "whole numbers are divided by constants only, and "
                            + right.syntax().shown() + " is none; write a number other than 0 behind " + operator.sign);
        }
        Term.Calculated term = new Term.Calculated(operator, left.numeric(), right.numeric(), whole);
        return whole
                ? problems.whole(at, term, left.range().calculated(operator, right.range()))
                : Optional.of(Operand.number(at, term));
    }

    /** Returns the negative of a number. */
    Optional<Operand> negated(Syntax.Operation at, Operand of) {
        if (!of.kind().isNumeric()) {
            return problems.none(at, of.is() + ", and - is for numbers" + (of.kind() == Kind.TRUTH ? "; write !" : ""));
        }
        Term.Negated term = new Term.Negated(of.numeric());
        return of.kind() == Kind.WHOLE
                ? problems.whole(at, term, of.range().negated())
                : Optional.of(Operand.number(at, term));
    }
}
