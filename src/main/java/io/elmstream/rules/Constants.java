package io.elmstream.rules;

import java.util.List;
import java.util.Optional;

/** What parts of a condition are whatever the reading is. */
final class Constants {

    private Constants() {}

    /** Returns the constant value of a part, if it has one. */
    static Optional<Boolean> of(Term.Logical term) {
        if (term instanceof Term.Truth truth) {
            return Optional.of(truth.value());
        } else if (term instanceof Term.Not not) {
            return of(not.of()).map(each -> !each);
        } else if (term instanceof Term.Joined joined) {
            return joined(joined);
        } else if (term instanceof Term.LogicalChoice choice) {
            Optional<Boolean> then = of(choice.then());
            return of(choice.test())
                    .map(test -> test ? then : of(choice.otherwise()))
                    .orElse(then.equals(of(choice.otherwise())) ? then : Optional.empty());
        } else if (term instanceof Term.Compared compared) {
            return of(compared.left())
                    .flatMap(left -> of(compared.right()).map(right -> compares(compared.operator(), left, right)));
        } else if (term instanceof Term.SameTruth same) {
            return of(same.left()).flatMap(left -> of(same.right()).map(left::equals));
        } else if (term instanceof Term.SameText same) {
            return same.left() instanceof Term.Fixed left && same.right() instanceof Term.Fixed right
                    ? Optional.of(left.value().equals(right.value()))
                    : Optional.empty();
        } else if (term instanceof Term.NumberIn in) {
            return of(in.of()).map(value -> in.values().stream().anyMatch(each -> (double) each == value));
        } else if (term instanceof Term.TextIn in && in.of() instanceof Term.Fixed fixed) {
            return Optional.of(in.values().contains(fixed.value()));
        }
        return Optional.empty();
    }

    /** Returns the constant value of a number, if it has one. */
    static Optional<Double> of(Term.Numeric term) {
        if (term instanceof Term.Constant constant) {
            return Optional.of(constant.value());
        } else if (term instanceof Term.Negated negated) {
            return of(negated.of()).map(each -> -each);
        } else if (term instanceof Term.Calculated calculated) {
            return of(calculated.left())
                    .flatMap(left -> of(calculated.right())
                            .map(right -> calculate(calculated.operator(), calculated.whole(), left, right)));
        } else if (term instanceof Term.NumericChoice choice) {
            return of(choice.test()).flatMap(test -> of(test ? choice.then() : choice.otherwise()));
        }
        return Optional.empty();
    }

    /** Returns the result of a calculation, as it is when a condition runs. */
    static double calculate(Operator operator, boolean whole, double left, double right) {
        return switch (operator) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case DIVIDE -> whole ? (double) wholeQuotient((long) left, (long) right) : left / right;
            case REMAINDER -> (long) left % (long) right;
            default -> throw new IllegalArgumentException(operator + " calculates nothing");
        };
    }

    private static long wholeQuotient(long left, long right) {
        return left / right;
    }

    /** Returns the result of a comparison, as it is when a condition runs. */
    static boolean compares(Operator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case DIFFERENT -> left != right;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case GREATER -> left > right;
            case AT_LEAST -> left >= right;
            default -> throw new IllegalArgumentException(operator + " compares nothing");
        };
    }

    private static Optional<Boolean> joined(Term.Joined joined) {
        List<Optional<Boolean>> parts =
                joined.parts().stream().map(Constants::of).toList();
        if (parts.contains(Optional.of(!joined.all()))) {
            return Optional.of(!joined.all());
        }
        return parts.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(joined.all());
    }
}
