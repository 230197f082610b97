package io.elmstream.rules;

import io.elmstream.rules.Variable.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives the parts of one condition their types, and says in plain words what does not fit. */
final class Typing {

    private final Problems problems = new Problems();
    private final Comparisons comparisons = new Comparisons(problems);
    private final Calculations calculations = new Calculations(problems);
    private final List<Mention> features = new ArrayList<>();
    private final Set<String> identifiers = new LinkedHashSet<>();
    private final Set<Variable> variables = EnumSet.noneOf(Variable.class);

    List<Problem> problems() {
        return problems.all();
    }

    /** Returns the features that the condition uses, as often as it does. */
    List<Mention> features() {
        return features;
    }

    /** Returns the constants that the condition compares with the label. */
    List<Mention> labels() {
        return comparisons.labels();
    }

    /** Returns the constants that a feature never equals, since it is a float and they are none. */
    List<Mention> inexact() {
        return comparisons.inexact();
    }

    /** Returns the features that are names without brackets. */
    Set<String> identifiers() {
        return identifiers;
    }

    Set<Variable> variables() {
        return variables;
    }

    /** Returns the condition, unless there are problems. */
    Optional<Term.Logical> condition(Syntax tree) {
        return truth(tree).filter(any -> problems.all().isEmpty());
    }

    private Optional<Term.Logical> truth(Syntax syntax) {
        Optional<Operand> operand = operand(syntax);
        if (operand.isPresent() && operand.get().kind() != Kind.TRUTH) {
            boolean text = operand.get().kind() == Kind.TEXT;
            boolean named = syntax instanceof Syntax.Name || syntax instanceof Syntax.Feature;
            return problems.none(
                    syntax,
                    operand.get().is() + ", where something true or false must be; write a comparison, for example "
                            + (named ? syntax.shown() : text ? "label" : "temperature")
                            + (text ? " == 'High'" : " > 0"));
        }
        return operand.map(Operand::logical);
    }

    private Optional<Operand> operand(Syntax syntax) {
        if (syntax instanceof Syntax.Name name) {
            return name(name);
        } else if (syntax instanceof Syntax.Feature feature) {
            return Optional.of(feature(syntax, feature.name()));
        } else if (syntax instanceof Syntax.Operation operation) {
            return operation(operation);
        } else if (syntax instanceof Syntax.Foreign foreign) {
            return problems.none(syntax, foreign.advice());
        } else if (syntax instanceof Syntax.Items) {
            return problems.none(syntax, "a list stands behind in only, for example label in ['High', 'Low']");
        }
        return constant(syntax);
    }

    private Optional<Operand> constant(Syntax syntax) {
        if (syntax instanceof Syntax.Truth truth) {
            return Optional.of(Operand.logical(syntax, new Term.Truth(truth.value())));
        } else if (syntax instanceof Syntax.Text text) {
            return Optional.of(Operand.text(syntax, new Term.Fixed(text.value())));
        } else if (syntax instanceof Syntax.Whole whole) {
            return problems.whole(syntax, new Term.Constant(whole.value()), WholeRange.of(whole.value()));
        } else if (syntax instanceof Syntax.Fraction fraction) {
            return Double.isInfinite(fraction.value())
                    ? problems.none(syntax, "the number is beyond 1.7e308; write a smaller one")
                    : Optional.of(Operand.number(syntax, new Term.Constant(fraction.value())));
        }
        return syntax instanceof Syntax.Foreign foreign
                ? problems.none(syntax, foreign.advice())
                : problems.none(syntax, "this is no constant; compare with it by == instead");
    }

    private Optional<Operand> name(Syntax.Name name) {
        if (name.name().equals(Variable.FEATURES)) {
            return problems.none(name, "features needs the name of one; write features['temperature']");
        }
        Optional<Variable> variable = Variable.of(name.name());
        if (variable.isEmpty()) {
            identifiers.add(name.name());
            return Optional.of(feature(name, name.name()));
        }
        variables.add(variable.get());
        return Optional.of(
                switch (variable.get().kind) {
                    case TRUTH -> Operand.logical(name, new Term.Abstained());
                    case TEXT -> Operand.text(name, new Term.Named(variable.get()));
                    case NUMBER -> Operand.number(name, new Term.Score(variable.get()));
                    case WHOLE -> Operand.whole(name, new Term.Score(variable.get()), WholeRange.INT);
                });
    }

    private Operand feature(Syntax syntax, String name) {
        features.add(new Mention(syntax.spot(), name));
        return Operand.number(syntax, new Term.Feature(name));
    }

    private Optional<Operand> operation(Syntax.Operation at) {
        List<Syntax> operands = at.operands();
        return switch (at.operator()) {
            case AND, OR -> joined(at);
            case NOT -> truth(operands.get(0)).map(each -> Operand.logical(at, new Term.Not(each)));
            case NEGATE -> operand(operands.get(0)).flatMap(each -> calculations.negated(at, each));
            case CHOOSE -> choice(at);
            case IN -> in(at);
            default -> {
                Optional<Operand> left = operand(operands.get(0));
                Optional<Operand> right = operand(operands.get(1));
                yield left.isPresent() && right.isPresent() ? binary(at, left.get(), right.get()) : Optional.empty();
            }
        };
    }

    private Optional<Operand> binary(Syntax.Operation at, Operand left, Operand right) {
        return switch (at.operator()) {
            case EQUAL, DIFFERENT -> comparisons.equality(at, left, right);
            case LESS, AT_MOST, GREATER, AT_LEAST -> comparisons.order(at, left, right);
            default -> calculations.of(at, left, right);
        };
    }

    private Optional<Operand> joined(Syntax.Operation at) {
        boolean all = at.operator() == Operator.AND;
        List<Term.Logical> parts = new ArrayList<>();
        boolean complete = true;
        for (Syntax each : at.operands()) {
            Optional<Term.Logical> part = truth(each);
            complete &= part.isPresent();
            if (part.isPresent() && part.get() instanceof Term.Joined inner && inner.all() == all) {
                parts.addAll(inner.parts());
            } else {
                part.ifPresent(parts::add);
            }
        }
        return complete ? Optional.of(Operand.logical(at, new Term.Joined(all, List.copyOf(parts)))) : Optional.empty();
    }

    private Optional<Operand> choice(Syntax.Operation at) {
        Optional<Term.Logical> test = truth(at.operands().get(0));
        Optional<Operand> then = operand(at.operands().get(1));
        Optional<Operand> otherwise = operand(at.operands().get(2));
        return test.isPresent() && then.isPresent() && otherwise.isPresent()
                ? choice(at, test.get(), then.get(), otherwise.get())
                : Optional.empty();
    }

    private Optional<Operand> choice(Syntax.Operation at, Term.Logical test, Operand then, Operand otherwise) {
        if (then.kind() != otherwise.kind()) {
            return problems.unlike(at, at.operator().sign, then, otherwise);
        }
        if (then.isVariable(Variable.SENSOR) || otherwise.isVariable(Variable.SENSOR)) {
            return problems.none(at, "sensor is compared with constants only; write sensor == 'pump-7' before the ?");
        }
        if (then.kind() == Kind.TRUTH) {
            return Optional.of(Operand.logical(at, new Term.LogicalChoice(test, then.logical(), otherwise.logical())));
        } else if (then.kind() == Kind.TEXT) {
            return Optional.of(Operand.text(at, new Term.TextualChoice(test, then.textual(), otherwise.textual())));
        }
        Term.NumericChoice term = new Term.NumericChoice(test, then.numeric(), otherwise.numeric());
        return Optional.of(
                then.kind() == Kind.NUMBER
                        ? Operand.number(at, term)
                        : Operand.whole(at, term, then.range().or(otherwise.range())));
    }

    private Optional<Operand> in(Syntax.Operation at) {
        Optional<Operand> left = operand(at.operands().get(0));
        if (!(at.operands().get(1) instanceof Syntax.Items items)) {
            return problems.none(at, "behind in stands a list of constants, for example label in ['High', 'Low']");
        }
        if (items.items().isEmpty()) {
            return problems.none(items, "the list is empty, so nothing is in it; write its constants");
        }
        List<Operand> constants = new ArrayList<>();
        items.items().forEach(each -> constant(each).ifPresent(constants::add));
        return left.isPresent() && constants.size() == items.items().size()
                ? comparisons.in(at, left.get(), constants)
                : Optional.empty();
    }
}
