package io.elmstream.rules;

import java.util.Arrays;

/** Conditions about texts. */
final class TextConditions {

    private TextConditions() {}

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
