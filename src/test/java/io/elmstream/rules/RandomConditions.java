package io.elmstream.rules;

import java.util.List;
import java.util.Random;

/**
 * Random conditions over the whole grammar, in two spellings: as a user writes them, and for CEL's own runtime.
 *
 * <p>The spellings differ in one place. CEL 0.14.0 compares a double with a whole number by {@link Double#compare}, by
 * which NaN is greater than all and -0.0 less than 0. So the second spelling compares doubles with doubles.
 */
final class RandomConditions {

    static final List<String> FEATURES = List.of("temperature", "p", "any name", "label");
    static final List<String> LABELS = List.of("High", "Low", "Rad.Flow", "déjà vu");
    static final List<String> TEXTS =
            List.of("High", "Low", "Rad.Flow", "déjà vu", "Check", "", "it's", "pump-7", "boiler");

    private static final List<String> NUMBERS =
            List.of("0.0", "-0.0", "1.0", "0.5", "80.0", "-3.25", "0.1", "1e300", "-1e-300", "1e39", "16777217.0");
    private static final List<String> WHOLES = List.of("0", "1", "-1", "2", "3", "7", "80", "-5", "1000000");
    private static final List<String> ORDERS = List.of("<", "<=", ">", ">=");

    private final Random random;

    RandomConditions(Random random) {
        this.random = random;
    }

    /**
     * A condition.
     *
     * @param written by a user
     * @param oracle for CEL's runtime
     */
    record Spelled(String written, String oracle) {

        static Spelled both(String text) {
            return new Spelled(text, text);
        }

        Spelled in(String before, String after) {
            return new Spelled(before + written + after, before + oracle + after);
        }

        Spelled with(String operator, Spelled other) {
            return new Spelled(
                    "(" + written + " " + operator + " " + other.written + ")",
                    "(" + oracle + " " + operator + " " + other.oracle + ")");
        }

        /** As a double for the oracle. */
        Spelled widened() {
            return new Spelled(written, "double(" + oracle + ")");
        }
    }

    /** Returns a condition of about this many nodes. */
    Spelled condition(int nodes) {
        if (nodes <= 1) {
            return random.nextInt(4) > 0 ? Spelled.both("abstained") : Spelled.both(one(List.of("true", "false")));
        }
        int left = 1 + random.nextInt(nodes - 1);
        int right = Math.max(1, nodes - 1 - left);
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> condition(left).with("&&", condition(right));
            case 3, 4, 5 -> condition(left).with("||", condition(right));
            case 6 -> condition(nodes - 1).in("!(", ")");
            case 7 -> condition(left).with(equality(), condition(right));
            case 8 -> choice(condition(1 + left / 2), condition(1 + left / 2), condition(right));
            case 9 -> text(nodes);
            case 10 -> in(nodes);
            default -> compared(left, right);
        };
    }

    private Spelled compared(int left, int right) {
        return switch (random.nextInt(6)) {
            case 0 -> whole(left).with(one(ORDERS), whole(right));
            case 1 -> whole(left).with(equality(), whole(right));
            case 2 -> number(left).with(equality(), number(right));
            case 3 ->
                random.nextBoolean()
                        ? number(left).with(one(ORDERS), whole(right).widened())
                        : whole(left).widened().with(one(ORDERS), number(right));
            default -> number(left).with(one(ORDERS), number(right));
        };
    }

    private Spelled text(int nodes) {
        if (random.nextInt(4) == 0) {
            return Spelled.both("sensor").with(equality(), constant());
        }
        return words(nodes / 2).with(equality(), random.nextBoolean() ? constant() : words(nodes / 2));
    }

    private Spelled in(int nodes) {
        int items = 1 + random.nextInt(Math.min(6, nodes));
        List<String> from = List.of("sensor", "label", "previous", "model");
        return switch (random.nextInt(4)) {
            case 0 -> number(nodes - items).in("(", " in [" + list(items, NUMBERS) + "])");
            case 1 -> whole(nodes - items).in("(", " in [" + list(items, WHOLES) + "])");
            case 2 -> words(nodes - items).in("(", " in [" + texts(items) + "])");
            default -> Spelled.both("(" + one(from) + " in [" + texts(items) + "])");
        };
    }

    private Spelled number(int nodes) {
        if (nodes <= 2) {
            return Spelled.both(
                    switch (random.nextInt(8)) {
                        case 0 -> one(NUMBERS);
                        case 1 -> "features['any name']";
                        case 2 -> "features[\"label\"]";
                        case 3 -> one(List.of("confidence", "margin", "held", "outOfRange"));
                        case 4 -> "p";
                        default -> "temperature";
                    });
        }
        int left = 1 + random.nextInt(nodes - 1);
        int right = Math.max(1, nodes - 1 - left);
        return switch (random.nextInt(7)) {
            case 0 -> number(nodes - 1).in("-(", ")");
            case 1 -> choice(condition(1 + left / 2), number(1 + left / 2), number(right));
            case 2 -> number(left).with("/", Spelled.both(one(List.of("p", "temperature", "2.0", "-0.5", "held"))));
            default -> number(left).with(one(List.of("+", "-", "*")), number(right));
        };
    }

    private Spelled whole(int nodes) {
        if (nodes <= 2) {
            return Spelled.both(random.nextBoolean() ? "version" : one(WHOLES));
        }
        int left = 1 + random.nextInt(nodes - 1);
        int right = Math.max(1, nodes - 1 - left);
        return switch (random.nextInt(7)) {
            case 0 -> whole(nodes - 1).in("-(", ")");
            case 1 -> choice(condition(1 + left / 2), whole(1 + left / 2), whole(right));
            case 2 -> whole(left).with(one(List.of("/", "%")), Spelled.both(one(List.of("2", "7", "-3", "1000"))));
            case 3 -> whole(left).with("*", Spelled.both(one(WHOLES)));
            default -> whole(left).with(one(List.of("+", "-")), whole(right));
        };
    }

    private Spelled words(int nodes) {
        if (nodes > 4 && random.nextBoolean()) {
            return choice(condition(nodes / 3), words(nodes / 3), words(nodes / 3));
        }
        return random.nextInt(6) == 0 ? constant() : Spelled.both(one(List.of("label", "label", "previous", "model")));
    }

    private static Spelled choice(Spelled test, Spelled then, Spelled otherwise) {
        return test.with(
                "?",
                new Spelled(then.written() + " : " + otherwise.written(), then.oracle() + " : " + otherwise.oracle()));
    }

    private Spelled constant() {
        return Spelled.both(quoted(one(TEXTS)));
    }

    private String texts(int count) {
        StringBuilder all = new StringBuilder(quoted(one(TEXTS)));
        for (int i = 1; i < count; i++) {
            all.append(", ").append(quoted(one(TEXTS)));
        }
        return all.toString();
    }

    private String list(int count, List<String> from) {
        StringBuilder all = new StringBuilder(one(from));
        for (int i = 1; i < count; i++) {
            all.append(", ").append(one(from));
        }
        return all.toString();
    }

    private String equality() {
        return random.nextBoolean() ? "==" : "!=";
    }

    private String quoted(String text) {
        return text.contains("'") || random.nextBoolean() ? '"' + text + '"' : "'" + text + "'";
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
