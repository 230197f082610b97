package io.elmstream.rules;

/** A number of a reading, computed without allocation. */
abstract class Quantity {

    abstract double of(RuleInput in);

    static final class Constant extends Quantity {
        final double value;

        Constant(double value) {
            this.value = value;
        }

        @Override
        double of(RuleInput in) {
            return value;
        }
    }

    static final class Feature extends Quantity {
        final int index;

        Feature(int index) {
            this.index = index;
        }

        @Override
        double of(RuleInput in) {
            return in.values[in.start + index];
        }
    }

    static final class Scalar extends Quantity {
        final int index;

        Scalar(int index) {
            this.index = index;
        }

        @Override
        double of(RuleInput in) {
            return in.scalars[index];
        }
    }

    static final class Negated extends Quantity {
        private final Quantity of;

        Negated(Quantity of) {
            this.of = of;
        }

        @Override
        double of(RuleInput in) {
            return -of.of(in);
        }
    }

    static final class Calculated extends Quantity {
        private final Operator operator;
        private final boolean whole;
        private final Quantity left;
        private final Quantity right;

        Calculated(Operator operator, boolean whole, Quantity left, Quantity right) {
            this.operator = operator;
            this.whole = whole;
            this.left = left;
            this.right = right;
        }

        @Override
        double of(RuleInput in) {
            return Constants.calculate(operator, whole, left.of(in), right.of(in));
        }
    }

    static final class Choice extends Quantity {
        private final Condition test;
        private final Quantity then;
        private final Quantity otherwise;

        Choice(Condition test, Quantity then, Quantity otherwise) {
            this.test = test;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        double of(RuleInput in) {
            return test.holds(in) ? then.of(in) : otherwise.of(in);
        }
    }
}
