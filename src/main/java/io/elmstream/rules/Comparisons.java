package io.elmstream.rules;

import io.elmstream.rules.Variable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of comparisons. */
final class Comparisons {

    private final Problems problems;
    private final List<Mention> labels = new ArrayList<>();
    private final List<Mention> inexact = new ArrayList<>();

    Comparisons(Problems problems) {
        this.problems = problems;
    }

    /** Returns the constants that are compared with the label. */
    List<Mention> labels() {
        return labels;
    }

    /** Returns the constants that a feature never equals, since it is a float and they are none. */
    List<Mention> inexact() {
        return inexact;
    }

    /** Returns whether two operands are the same, or differ. */
    Optional<Operand> equality(Syntax.Operation at, Operand left, Operand right) {
        if (left.kind() != right.kind()) {
            return problems.unlike(at, at.operator().sign, left, right);
        }
        return switch (left.kind()) {
            case NUMBER, WHOLE -> {
                mentionInexact(left, right);
                mentionInexact(right, left);
                yield logical(at, new Term.Compared(at.operator(), left.numeric(), right.numeric()));
            }
            case TRUTH -> same(at, new Term.SameTruth(left.logical(), right.logical()));
            case TEXT -> texts(at, left, right);
        };
    }

    private Optional<Operand> texts(Syntax.Operation at, Operand left, Operand right) {
        boolean constant = left.term() instanceof Term.Fixed || right.term() instanceof Term.Fixed;
        if (!constant && (left.isVariable(Variable.SENSOR) || right.isVariable(Variable.SENSOR))) {
            return problems.none(at, "sensor is compared with constants only, for example sensor == 'pump-7'");
        }
        mention(left, right);
        mention(right, left);
        return same(at, new Term.SameText(left.textual(), right.textual()));
    }

    private void mention(Operand label, Operand constant) {
        if (label.isVariable(Variable.LABEL) && constant.term() instanceof Term.Fixed fixed) {
            labels.add(new Mention(constant.syntax().spot(), fixed.value()));
        }
    }

    private void mentionInexact(Operand feature, Operand constant) {
        if (feature.term() instanceof Term.Feature
                && constant.term() instanceof Term.Constant number
                && (float) number.value() != number.value()) {
            inexact.add(new Mention(constant.syntax().spot(), constant.syntax().shown()));
        }
    }

    /** Returns whether one number is less than another, or one of the three like it. */
    Optional<Operand> order(Syntax.Operation at, Operand left, Operand right) {
        if (left.kind().isNumeric() && right.kind().isNumeric()) {
            return logical(at, new Term.Compared(at.operator(), left.numeric(), right.numeric()));
        }
        if (left.kind() == Kind.TRUTH && left.syntax() instanceof Syntax.Operation) {
            return problems.none(at, "comparisons do not chain; write 1 < temperature && temperature < 3");
        }
        Operand odd = left.kind().isNumeric() ? right : left;
        return problems.none(at, odd.is() + ", and " + at.operator().sign + " compares numbers; write == or !=");
    }

    /** Returns whether an operand is one of several constants. */
    Optional<Operand> in(Syntax.Operation at, Operand left, List<Operand> constants) {
        if (left.kind() == Kind.TRUTH) {
            return problems.none(at, left.is() + ", and in is for texts and numbers; write ==");
        }
        boolean alike = true;
        for (Operand each : constants) {
            if (each.kind() != left.kind()) {
                problems.unlike(each.syntax(), at.operator().sign, left, each);
                alike = false;
            }
        }
        if (!alike) {
            return Optional.empty();
        }
        constants.forEach(each -> mentionInexact(left, each));
        if (left.kind() != Kind.TEXT) {
            List<Double> values = constants.stream()
                    .map(each -> ((Term.Constant) each.term()).value())
                    .toList();
            return logical(at, new Term.NumberIn(left.numeric(), values));
        }
        constants.forEach(each -> mention(left, each));
        List<String> values = constants.stream()
                .map(each -> ((Term.Fixed) each.term()).value())
                .toList();
        return logical(at, new Term.TextIn(left.textual(), values));
    }

    private static Optional<Operand> same(Syntax.Operation at, Term.Logical same) {
        return logical(at, at.operator() == Operator.EQUAL ? same : new Term.Not(same));
    }

    private static Optional<Operand> logical(Syntax at, Term.Logical term) {
        return Optional.of(Operand.logical(at, term));
    }
}
