package io.elmstream.rules;

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
}
