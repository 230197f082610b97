package io.elmstream.rules;

/** Conditions about numbers. */
final class NumberConditions {

    private NumberConditions() {}

    /** A feature between two bounds, or not: every comparison with a constant is this. NaN is between none. */
    static final class FeatureWithin extends Condition {
        private final int index;
        private final double least;
        private final double most;
        private final boolean inside;

        FeatureWithin(int index, double least, double most, boolean inside) {
            this.index = index;
            this.least = least;
            this.most = most;
            this.inside = inside;
        }

        @Override
        boolean holds(RuleInput in) {
            double value = in.values[in.start + index];
            return (value >= least && value <= most) == inside;
        }
    }

    /** The same of what is no feature. */
    static final class ScalarWithin extends Condition {
        private final int index;
        private final double least;
        private final double most;
        private final boolean inside;

        ScalarWithin(int index, double least, double most, boolean inside) {
            this.index = index;
            this.least = least;
            this.most = most;
            this.inside = inside;
        }

        @Override
        boolean holds(RuleInput in) {
            double value = in.scalars[index];
            return (value >= least && value <= most) == inside;
        }
    }

    static final class Compared extends Condition {
        private final Operator operator;
        private final Quantity left;
        private final Quantity right;

        Compared(Operator operator, Quantity left, Quantity right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean holds(RuleInput in) {
            return Constants.compares(operator, left.of(in), right.of(in));
        }
    }

    static final class NumberIn extends Condition {
        private final Quantity of;
        private final double[] values;

        NumberIn(Quantity of, double[] values) {
            this.of = of;
            this.values = values;
        }

        @Override
        boolean holds(RuleInput in) {
            double value = of.of(in);
            for (double each : values) {
                if (each == value) {
                    return true;
                }
            }
            return false;
        }
    }
}
