package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes conditions for one version of a model: names become places, and what is known already is computed. */
final class Binder {

    private final String modelId;
    private final List<String> features;
    private final List<String> labels;
    private final Set<String> missing = new TreeSet<>();

    Binder(String modelId, List<String> features, List<String> labels) {
        this.modelId = modelId;
        this.features = features;
        this.labels = labels;
    }

    /** Returns the features that conditions use and the version lacks, sorted. */
    Set<String> missing() {
        return missing;
    }

    Condition condition(Term.Logical term) {
        if (term instanceof Term.Truth truth) {
            return new Condition.Fixed(truth.value());
        } else if (term instanceof Term.Abstained) {
            return new NumberConditions.ScalarWithin(RuleInput.ABSTAINED, 1, 1, true);
        } else if (term instanceof Term.Not not) {
            return not(condition(not.of()));
        } else if (term instanceof Term.Joined joined) {
            return joined(joined);
        } else if (term instanceof Term.LogicalChoice choice) {
            Condition test = condition(choice.test());
            Condition then = condition(choice.then());
            Condition otherwise = condition(choice.otherwise());
            return test instanceof Condition.Fixed fixed
                    ? fixed.value ? then : otherwise
                    : new Condition.Choice(test, then, otherwise);
        } else if (term instanceof Term.Compared compared) {
            return compared(compared.operator(), quantity(compared.left()), quantity(compared.right()));
        } else if (term instanceof Term.SameTruth same) {
            return new Condition.Same(condition(same.left()), condition(same.right()));
        } else if (term instanceof Term.SameText same) {
            return sameText(same);
        } else if (term instanceof Term.NumberIn in) {
            return new NumberConditions.NumberIn(
                    quantity(in.of()),
                    in.values().stream().mapToDouble(each -> each).toArray());
        } else if (term instanceof Term.TextIn in) {
            return textIn(in.of(), in.values());
        }
        throw new IllegalStateException("there is no " + term);
    }

    private static Condition not(Condition of) {
        return of instanceof Condition.Fixed fixed ? new Condition.Fixed(!fixed.value) : new Condition.Not(of);
    }

    /** Leaves out what holds always, or never. */
    private Condition joined(Term.Joined joined) {
        Condition[] parts = joined.parts().stream()
                .map(this::condition)
                .filter(each -> !(each instanceof Condition.Fixed fixed && fixed.value == joined.all()))
                .toArray(Condition[]::new);
        for (Condition part : parts) {
            if (part instanceof Condition.Fixed) {
                return part;
            }
        }
        if (parts.length == 0) {
            return new Condition.Fixed(joined.all());
        }
        return parts.length == 1 ? parts[0] : joined.all() ? new Condition.Every(parts) : new Condition.Any(parts);
    }

    private static Condition compared(Operator operator, Quantity left, Quantity right) {
        if (left instanceof Quantity.Constant one && right instanceof Quantity.Constant other) {
            return new Condition.Fixed(Constants.compares(operator, one.value, other.value));
        } else if (right instanceof Quantity.Constant constant) {
            return within(operator, left, constant.value, right);
        } else if (left instanceof Quantity.Constant constant) {
            return within(flipped(operator), right, constant.value, left);
        }
        return new NumberConditions.Compared(operator, left, right);
    }

    /** Turns a comparison with a constant into bounds that belong to what they bound. */
    private static Condition within(Operator operator, Quantity of, double bound, Quantity constant) {
        double least = switch (operator) {
            case GREATER -> Math.nextUp(bound);
            case LESS, AT_MOST -> Double.NEGATIVE_INFINITY;
            default -> bound;
        };
        double most = switch (operator) {
            case LESS -> Math.nextDown(bound);
            case GREATER, AT_LEAST -> Double.POSITIVE_INFINITY;
            default -> bound;
        };
        boolean inside = operator != Operator.DIFFERENT;
        if (Double.isNaN(bound)) {
            return new Condition.Fixed(!inside);
        } else if (of instanceof Quantity.Feature feature && Double.isFinite(bound)) {
            return new NumberConditions.FeatureWithin(feature.index, least, most, inside);
        } else if (of instanceof Quantity.Scalar scalar && Double.isFinite(bound)) {
            return new NumberConditions.ScalarWithin(scalar.index, least, most, inside);
        }
        return new NumberConditions.Compared(operator, of, constant);
    }

    private static Operator flipped(Operator operator) {
        return switch (operator) {
            case LESS -> Operator.GREATER;
            case AT_MOST -> Operator.AT_LEAST;
            case GREATER -> Operator.LESS;
            case AT_LEAST -> Operator.AT_MOST;
            default -> operator;
        };
    }

    private Condition sameText(Term.SameText same) {
        if (same.right() instanceof Term.Fixed constant) {
            return textIn(same.left(), List.of(constant.value()));
        } else if (same.left() instanceof Term.Fixed constant) {
            return textIn(same.right(), List.of(constant.value()));
        }
        return new TextConditions.SameWords(words(same.left()), words(same.right()));
    }

    private Condition textIn(Term.Textual of, List<String> values) {
        if (of.equals(new Term.Named(Variable.SENSOR))) {
            return new TextConditions.SensorIn(
                    values.stream().map(each -> each.getBytes(UTF_8)).toArray(byte[][]::new));
        } else if (of.equals(new Term.Named(Variable.LABEL))) {
            return labelIn(values);
        }
        Words words = words(of);
        return words instanceof Words.Fixed fixed
                ? new Condition.Fixed(values.contains(fixed.value))
                : new TextConditions.WordsIn(words, values.toArray(String[]::new));
    }

    private Condition labelIn(List<String> values) {
        boolean[] holds = new boolean[labels.size()];
        int count = 0;
        for (int i = 0; i < holds.length; i++) {
            holds[i] = values.contains(labels.get(i));
            count += holds[i] ? 1 : 0;
        }
        boolean none = values.contains("");
        return count == 0 && !none ? new Condition.Fixed(false) : new TextConditions.LabelIn(none, holds);
    }

    private Quantity quantity(Term.Numeric term) {
        if (term instanceof Term.Constant constant) {
            return new Quantity.Constant(constant.value());
        } else if (term instanceof Term.Feature feature) {
            return feature(feature.name());
        } else if (term instanceof Term.Score score) {
            return new Quantity.Scalar(scalar(score.variable()));
        } else if (term instanceof Term.Negated negated) {
            Quantity of = quantity(negated.of());
            return of instanceof Quantity.Constant constant
                    ? new Quantity.Constant(-constant.value)
                    : new Quantity.Negated(of);
        } else if (term instanceof Term.Calculated calculated) {
            Quantity left = quantity(calculated.left());
            Quantity right = quantity(calculated.right());
            return left instanceof Quantity.Constant one && right instanceof Quantity.Constant other
                    ? new Quantity.Constant(
                            Constants.calculate(calculated.operator(), calculated.whole(), one.value, other.value))
                    : new Quantity.Calculated(calculated.operator(), calculated.whole(), left, right);
        } else if (term instanceof Term.NumericChoice choice) {
            return new Quantity.Choice(condition(choice.test()), quantity(choice.then()), quantity(choice.otherwise()));
        }
        throw new IllegalStateException("there is no " + term);
    }

    private Quantity feature(String name) {
        int index = features.indexOf(name);
        if (index < 0) {
            missing.add(name);
            return new Quantity.Constant(Double.NaN);
        }
        return new Quantity.Feature(index);
    }

    private static int scalar(Variable variable) {
        return switch (variable) {
            case CONFIDENCE -> RuleInput.CONFIDENCE;
            case MARGIN -> RuleInput.MARGIN;
            case HELD -> RuleInput.HELD;
            case OUT_OF_RANGE -> RuleInput.OUT_OF_RANGE;
            case VERSION -> RuleInput.VERSION;
            default -> throw new IllegalStateException(variable + " is no number");
        };
    }

    private Words words(Term.Textual term) {
        if (term instanceof Term.Fixed fixed) {
            return new Words.Fixed(fixed.value());
        } else if (term instanceof Term.TextualChoice choice) {
            return new Words.Choice(condition(choice.test()), words(choice.then()), words(choice.otherwise()));
        } else if (term instanceof Term.Named named) {
            return switch (named.variable()) {
                case LABEL -> new Words.Label(labels.toArray(String[]::new));
                case MODEL -> new Words.Fixed(modelId);
                case PREVIOUS -> new Words.Previous();
                default -> throw new IllegalStateException(named.variable() + " is no text to choose");
            };
        }
        throw new IllegalStateException("there is no " + term);
    }
}
