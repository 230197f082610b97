package io.elmstream.rules;

/** A text of a reading, computed without allocation. */
abstract class Words {

    abstract String of(RuleInput in);

    static final class Fixed extends Words {
        final String value;

        Fixed(String value) {
            this.value = value;
        }

        @Override
        String of(RuleInput in) {
            return value;
        }
    }

    static final class Label extends Words {
        private final String[] labels;

        Label(String[] labels) {
            this.labels = labels;
        }

        @Override
        String of(RuleInput in) {
            int index = (int) in.scalars[RuleInput.LABEL];
            return index < 0 ? "" : labels[index];
        }
    }

    static final class Previous extends Words {

        @Override
        String of(RuleInput in) {
            return in.previous;
        }
    }

    static final class Choice extends Words {
        private final Condition test;
        private final Words then;
        private final Words otherwise;

        Choice(Condition test, Words then, Words otherwise) {
            this.test = test;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        String of(RuleInput in) {
            return test.holds(in) ? then.of(in) : otherwise.of(in);
        }
    }
}
