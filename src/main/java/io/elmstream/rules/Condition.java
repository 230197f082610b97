package io.elmstream.rules;

import java.util.Arrays;

/** What holds for a reading or does not, judged without loops over data and without allocation. */
abstract class Condition {

    abstract boolean holds(RuleInput in);

    static final class Fixed extends Condition {
        final boolean value;

        Fixed(boolean value) {
            this.value = value;
        }

        @Override
        boolean holds(RuleInput in) {
            return value;
        }
    }

    static final class Not extends Condition {
        private final Condition of;

        Not(Condition of) {
            this.of = of;
        }

        @Override
        boolean holds(RuleInput in) {
            return !of.holds(in);
        }
    }

    static final class Every extends Condition {
        private final Condition[] parts;

        Every(Condition[] parts) {
            this.parts = parts;
        }

        @Override
        boolean holds(RuleInput in) {
            for (Condition part : parts) {
                if (!part.holds(in)) {
                    return false;
                }
            }
            return true;
        }
    }

    static final class Any extends Condition {
        private final Condition[] parts;

        Any(Condition[] parts) {
            this.parts = parts;
        }

        @Override
        boolean holds(RuleInput in) {
            for (Condition part : parts) {
                if (part.holds(in)) {
                    return true;
                }
            }
            return false;
        }
    }

    static final class Choice extends Condition {
        private final Condition test;
        private final Condition then;
        private final Condition otherwise;

        Choice(Condition test, Condition then, Condition otherwise) {
            this.test = test;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        boolean holds(RuleInput in) {
            return test.holds(in) ? then.holds(in) : otherwise.holds(in);
        }
    }

    static final class Same extends Condition {
        private final Condition left;
        private final Condition right;

        Same(Condition left, Condition right) {
            this.left = left;
            this.right = right;
        }

        @Override
        boolean holds(RuleInput in) {
            return left.holds(in) == right.holds(in);
        }
    }

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

    /** Which labels hold, by their index. */
    static final class LabelIn extends Condition {
        private final boolean none;
        private final boolean[] holds;

        LabelIn(boolean none, boolean[] holds) {
            this.none = none;
            this.holds = holds;
        }

        @Override
        boolean holds(RuleInput in) {
            int index = (int) in.scalars[RuleInput.LABEL];
            return index < 0 ? none : holds[index];
        }
    }

    static final class SensorIn extends Condition {
        private final byte[][] values;

        SensorIn(byte[][] values) {
            this.values = values;
        }

        @Override
        boolean holds(RuleInput in) {
            for (byte[] each : values) {
                if (Arrays.equals(each, in.sensor)) {
                    return true;
                }
            }
            return false;
        }
    }

    static final class SameWords extends Condition {
        private final Words left;
        private final Words right;

        SameWords(Words left, Words right) {
            this.left = left;
            this.right = right;
        }

        @Override
        boolean holds(RuleInput in) {
            return left.of(in).equals(right.of(in));
        }
    }

    static final class WordsIn extends Condition {
        private final Words of;
        private final String[] values;

        WordsIn(Words of, String[] values) {
            this.of = of;
            this.values = values;
        }

        @Override
        boolean holds(RuleInput in) {
            String value = of.of(in);
            for (String each : values) {
                if (each.equals(value)) {
                    return true;
                }
            }
            return false;
        }
    }
}
