package io.elmstream.rules;

import static io.elmstream.rules.Variable.Kind.NUMBER;
import static io.elmstream.rules.Variable.Kind.TEXT;
import static io.elmstream.rules.Variable.Kind.TRUTH;
import static io.elmstream.rules.Variable.Kind.WHOLE;

import io.elmstream.rules.Variable.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives the parts of one condition their types, and says in plain words what does not fit. */
final class Typing {

    private static final WholeRange NO_RANGE = new WholeRange(0, 0);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Mention> features = new ArrayList<>();
    private final List<Mention> labels = new ArrayList<>();
    private final Set<Variable> variables = EnumSet.noneOf(Variable.class);

    /**
     * A part with its type.
     *
     * @param range what it can be, if it is a whole number
     */
    private record Operand(Syntax syntax, Kind kind, Term term, WholeRange range) {

        String is() {
            return syntax.shown() + " is " + kind.words;
        }

        Term.Logical logical() {
            return (Term.Logical) term;
        }

        Term.Numeric numeric() {
            return (Term.Numeric) term;
        }

        Term.Textual textual() {
            return (Term.Textual) term;
        }

        boolean isSensor() {
            return term.equals(new Term.Named(Variable.SENSOR));
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** Returns the features that the condition uses, as often as it does. */
    List<Mention> features() {
        return features;
    }

    /** Returns the constants that the condition compares with the label. */
    List<Mention> labels() {
        return labels;
    }

    Set<Variable> variables() {
        return variables;
    }

    /** Returns the condition, unless there are problems. */
    Optional<Term.Logical> condition(Syntax tree) {
        return truth(tree).filter(any -> problems.isEmpty());
    }

    private Optional<Term.Logical> truth(Syntax syntax) {
        Optional<Operand> operand = operand(syntax);
        if (operand.isPresent() && operand.get().kind() != TRUTH) {
            String comparison = operand.get().kind() == TEXT ? " == 'High'" : " > 0";
            boolean named = syntax instanceof Syntax.Name || syntax instanceof Syntax.Feature;
            return none(
                    syntax,
                    operand.get().is() + ", where something true or false must be; write a comparison, for example "
                            + (named ? syntax.shown() : operand.get().kind() == TEXT ? "label" : "temperature")
                            + comparison);
        }
        return operand.map(Operand::logical);
    }

    private Optional<Operand> operand(Syntax syntax) {
        if (syntax instanceof Syntax.Name name) {
            return name(name);
        } else if (syntax instanceof Syntax.Feature feature) {
            return feature(syntax, feature.name());
        } else if (syntax instanceof Syntax.Truth truth) {
            return logical(syntax, new Term.Truth(truth.value()));
        } else if (syntax instanceof Syntax.Text text) {
            return of(syntax, TEXT, new Term.Fixed(text.value()));
        } else if (syntax instanceof Syntax.Whole whole) {
            return whole(syntax, new Term.Constant(whole.value()), WholeRange.of(whole.value()));
        } else if (syntax instanceof Syntax.Fraction fraction) {
            return Double.isInfinite(fraction.value())
                    ? none(syntax, "the number is beyond 1.7e308; write a smaller one")
                    : of(syntax, NUMBER, new Term.Constant(fraction.value()));
        } else if (syntax instanceof Syntax.Operation operation) {
            return operation(operation);
        } else if (syntax instanceof Syntax.Foreign foreign) {
            return none(syntax, foreign.advice());
        }
        return none(syntax, "a list stands behind in only, for example label in ['High', 'Low']");
    }

    private Optional<Operand> name(Syntax.Name name) {
        if (name.name().equals(Variable.FEATURES)) {
            return none(name, "features needs the name of one; write features['temperature']");
        }
        Optional<Variable> variable = Variable.of(name.name());
        if (variable.isEmpty()) {
            return feature(name, name.name());
        }
        variables.add(variable.get());
        return switch (variable.get().kind) {
            case TRUTH -> logical(name, new Term.Abstained());
            case TEXT -> of(name, TEXT, new Term.Named(variable.get()));
            case NUMBER -> of(name, NUMBER, new Term.Score(variable.get()));
            case WHOLE -> whole(name, new Term.Score(variable.get()), Optional.of(WholeRange.INT));
        };
    }

    private Optional<Operand> feature(Syntax syntax, String name) {
        features.add(new Mention(syntax.spot(), name));
        return of(syntax, NUMBER, new Term.Feature(name));
    }

    private Optional<Operand> operation(Syntax.Operation operation) {
        List<Syntax> operands = operation.operands();
        return switch (operation.operator()) {
            case AND, OR -> joined(operation);
            case NOT -> truth(operands.get(0)).flatMap(each -> logical(operation, new Term.Not(each)));
            case NEGATE -> negated(operation, operands.get(0));
            case CHOOSE -> choice(operation);
            case IN -> in(operation);
            default -> {
                Optional<Operand> left = operand(operands.get(0));
                Optional<Operand> right = operand(operands.get(1));
                yield left.isPresent() && right.isPresent()
                        ? binary(operation, left.get(), right.get())
                        : Optional.empty();
            }
        };
    }

    private Optional<Operand> joined(Syntax.Operation operation) {
        boolean all = operation.operator() == Operator.AND;
        List<Term.Logical> parts = new ArrayList<>();
        boolean whole = true;
        for (Syntax each : operation.operands()) {
            Optional<Term.Logical> part = truth(each);
            if (part.isEmpty()) {
                whole = false;
            } else if (part.get() instanceof Term.Joined inner && inner.all() == all) {
                parts.addAll(inner.parts());
            } else {
                parts.add(part.get());
            }
        }
        return whole ? logical(operation, new Term.Joined(all, List.copyOf(parts))) : Optional.empty();
    }

    private Optional<Operand> negated(Syntax.Operation operation, Syntax of) {
        Optional<Operand> operand = operand(of);
        if (operand.isEmpty()) {
            return operand;
        }
        Operand known = operand.get();
        if (!known.kind().isNumeric()) {
            return none(operation, known.is() + ", and - is for numbers" + (known.kind() == TRUTH ? "; write !" : ""));
        }
        Term.Negated term = new Term.Negated(known.numeric());
        return known.kind() == WHOLE ? whole(operation, term, known.range().negated()) : of(operation, NUMBER, term);
    }

    private Optional<Operand> binary(Syntax.Operation operation, Operand left, Operand right) {
        return switch (operation.operator()) {
            case EQUAL, DIFFERENT -> equality(operation, left, right);
            case LESS, AT_MOST, GREATER, AT_LEAST -> order(operation, left, right);
            default -> calculation(operation, left, right);
        };
    }

    private Optional<Operand> equality(Syntax.Operation operation, Operand left, Operand right) {
        if (left.kind() != right.kind()) {
            return none(operation, unlike(operation.operator(), left, right));
        }
        boolean equal = operation.operator() == Operator.EQUAL;
        Term.Logical same = switch (left.kind()) {
            case TRUTH -> new Term.SameTruth(left.logical(), right.logical());
            case TEXT -> new Term.SameText(left.textual(), right.textual());
            case NUMBER, WHOLE -> new Term.Compared(operation.operator(), left.numeric(), right.numeric());
        };
        if (left.kind().isNumeric()) {
            return logical(operation, same);
        }
        if ((left.isSensor() && !(right.term() instanceof Term.Fixed))
                || (right.isSensor() && !(left.term() instanceof Term.Fixed))) {
            return none(operation, "sensor is compared with constants only, for example sensor == 'pump-7'");
        }
        mentionLabel(left, right);
        mentionLabel(right, left);
        return logical(operation, equal ? same : new Term.Not(same));
    }

    private void mentionLabel(Operand label, Operand constant) {
        if (label.term().equals(new Term.Named(Variable.LABEL)) && constant.term() instanceof Term.Fixed fixed) {
            labels.add(new Mention(constant.syntax().spot(), fixed.value()));
        }
    }

    private Optional<Operand> order(Syntax.Operation operation, Operand left, Operand right) {
        if (left.kind().isNumeric() && right.kind().isNumeric()) {
            return logical(operation, new Term.Compared(operation.operator(), left.numeric(), right.numeric()));
        }
        String sign = operation.operator().sign;
        if (left.kind() == TRUTH && left.syntax() instanceof Syntax.Operation) {
            return none(operation, "comparisons do not chain; write 1 < temperature && temperature < 3");
        }
        Operand odd = left.kind().isNumeric() ? right : left;
        return none(operation, odd.is() + ", and " + sign + " compares numbers; write == or !=");
    }

    private Optional<Operand> calculation(Syntax.Operation operation, Operand left, Operand right) {
        Operator operator = operation.operator();
        Operand odd = left.kind().isNumeric() ? right : left;
        if (!odd.kind().isNumeric()) {
            return none(operation, odd.is() + ", and " + operator.sign + " calculates with numbers");
        }
        if (left.kind() != right.kind()) {
            return none(operation, unlike(operator, left, right));
        }
        boolean whole = left.kind() == WHOLE;
        if (operator == Operator.REMAINDER && !whole) {
            return none(
                    operation, "% is for whole numbers, and " + odd(left, right).is());
        }
        boolean divides = operator == Operator.DIVIDE || operator == Operator.REMAINDER;
        Optional<Double> by = Constants.of(right.numeric());
        if (divides && by.filter(each -> each == 0).isPresent()) {
            return none(operation, "this divides by zero; write another number behind " + operator.sign);
        }
        if (divides && whole && !(right.syntax() instanceof Syntax.Whole)) {
            return none(
                    operation,
                    "whole numbers are divided by constants only, and "
                            + right.syntax().shown() + " is none; write a number other than 0 behind " + operator.sign);
        }
        Term.Calculated term = new Term.Calculated(operator, left.numeric(), right.numeric(), whole);
        return whole
                ? whole(operation, term, left.range().calculated(operator, right.range()))
                : of(operation, NUMBER, term);
    }

    private static Operand odd(Operand left, Operand right) {
        return left.term() instanceof Term.Constant ? right : left;
    }

    private Optional<Operand> choice(Syntax.Operation operation) {
        Optional<Term.Logical> test = truth(operation.operands().get(0));
        Optional<Operand> then = operand(operation.operands().get(1));
        Optional<Operand> otherwise = operand(operation.operands().get(2));
        if (test.isEmpty() || then.isEmpty() || otherwise.isEmpty()) {
            return Optional.empty();
        }
        Operand left = then.get();
        Operand right = otherwise.get();
        if (left.kind() != right.kind()) {
            return none(operation, unlike(Operator.CHOOSE, left, right));
        }
        if (left.isSensor() || right.isSensor()) {
            return none(operation, "sensor is compared with constants only; write sensor == 'pump-7' before the ?");
        }
        return switch (left.kind()) {
            case TRUTH -> logical(operation, new Term.LogicalChoice(test.get(), left.logical(), right.logical()));
            case TEXT -> of(operation, TEXT, new Term.TextualChoice(test.get(), left.textual(), right.textual()));
            case NUMBER -> of(operation, NUMBER, new Term.NumericChoice(test.get(), left.numeric(), right.numeric()));
            case WHOLE ->
                whole(
                        operation,
                        new Term.NumericChoice(test.get(), left.numeric(), right.numeric()),
                        Optional.of(left.range().or(right.range())));
        };
    }

    private Optional<Operand> in(Syntax.Operation operation) {
        Optional<Operand> left = operand(operation.operands().get(0));
        if (!(operation.operands().get(1) instanceof Syntax.Items items)) {
            return none(operation, "behind in stands a list of constants, for example label in ['High', 'Low']");
        }
        if (items.items().isEmpty()) {
            return none(items, "the list is empty, so nothing is in it; write its constants, or remove the comparison");
        }
        if (left.isPresent() && left.get().kind() == TRUTH) {
            return none(operation, left.get().is() + ", and in is for texts and numbers; write ==");
        }
        List<Operand> constants = new ArrayList<>();
        for (Syntax item : items.items()) {
            Optional<Operand> constant = left.flatMap(each -> constant(item, each));
            constant.ifPresent(constants::add);
        }
        if (constants.size() < items.items().size()) {
            return Optional.empty();
        }
        if (left.get().kind() == TEXT) {
            constants.forEach(each -> mentionLabel(left.get(), each));
            List<String> values = constants.stream()
                    .map(each -> ((Term.Fixed) each.term()).value())
                    .toList();
            return logical(operation, new Term.TextIn(left.get().textual(), values));
        }
        List<Double> values = constants.stream()
                .map(each -> ((Term.Constant) each.term()).value())
                .toList();
        return logical(operation, new Term.NumberIn(left.get().numeric(), values));
    }

    private Optional<Operand> constant(Syntax item, Operand of) {
        boolean constant = item instanceof Syntax.Text
                || item instanceof Syntax.Whole
                || item instanceof Syntax.Fraction
                || item instanceof Syntax.Truth;
        if (!constant) {
            return none(
                    item,
                    "a list behind in has constants only; write " + of.syntax().shown() + " == ... instead");
        }
        Optional<Operand> operand = operand(item);
        if (operand.isPresent() && operand.get().kind() != of.kind()) {
            return none(item, unlike(Operator.IN, of, operand.get()));
        }
        return operand;
    }

    /** Says that two kinds differ, and how to write one of them. */
    private static String unlike(Operator operator, Operand left, Operand right) {
        return left.is() + " and " + right.is() + "; " + operator.sign + " takes values of one kind"
                + advice(left, right).or(() -> advice(right, left)).orElse("");
    }

    private static Optional<String> advice(Operand of, Operand constant) {
        if (of.kind() == NUMBER && constant.syntax() instanceof Syntax.Whole whole) {
            return Optional.of(". Write " + whole.value() + ".0");
        } else if (of.kind() == WHOLE && constant.syntax() instanceof Syntax.Fraction fraction) {
            return Optional.of(
                    fraction.value() == Math.rint(fraction.value()) && Math.abs(fraction.value()) < WholeRange.LIMIT
                            ? ". Write " + (long) fraction.value()
                            : "; " + of.syntax().shown() + " has no fraction");
        } else if (of.kind() == TEXT && constant.term() instanceof Term.Constant) {
            return Optional.of(". Write '" + constant.syntax().shown() + "'");
        } else if (of.kind() == TEXT && constant.term() instanceof Term.Feature feature) {
            return Optional.of(". If " + feature.name() + " is to be a text, write '" + feature.name() + "'");
        }
        return Optional.empty();
    }

    private Optional<Operand> whole(Syntax syntax, Term.Numeric term, Optional<WholeRange> range) {
        return range.isEmpty()
                ? none(
                        syntax,
                        "whole numbers end at 9007199254740992, and this can be beyond; write "
                                + (syntax instanceof Syntax.Whole whole ? whole.value() + ".0" : "smaller constants"))
                : Optional.of(new Operand(syntax, WHOLE, term, range.get()));
    }

    private static Optional<Operand> logical(Syntax syntax, Term.Logical term) {
        return of(syntax, TRUTH, term);
    }

    private static Optional<Operand> of(Syntax syntax, Kind kind, Term term) {
        return Optional.of(new Operand(syntax, kind, term, NO_RANGE));
    }

    private <T> Optional<T> none(Syntax syntax, String message) {
        problems.add(new Problem(syntax.spot(), message));
        return Optional.empty();
    }
}
