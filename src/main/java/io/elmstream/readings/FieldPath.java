package io.elmstream.readings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path to a field of a record, such as {@code device.id}, {@code axes[2]}, {@code "a.b".c}, or {@code samples[].temp}
 * for the field {@code temp} of each element of the array {@code samples}.
 *
 * @param steps from the root; none for the root itself
 */
public record FieldPath(List<Step> steps) {

    /** One step down. */
    public sealed interface Step {}

    /** To the field with this name. */
    public record Name(String name) implements Step {}

    /**
     * To an element of an array.
     *
     * @param index from 0
     */
    public record Index(int index) implements Step {}

    /** To each element of an array: each is a reading. */
    public record Each() implements Step {}

    /** The record itself. */
    public static final FieldPath ROOT = new FieldPath(List.of());

    private static final int DEEPEST = 32;
    private static final int LARGEST_INDEX = 999_999;

    /** @throws IllegalArgumentException if there are more than 32 steps, or more than one to each element */
    public FieldPath {
        steps = List.copyOf(steps);
        if (steps.size() > DEEPEST) {
            throw new IllegalArgumentException("has more than " + DEEPEST + " steps");
        }
        if (steps.stream().filter(Each.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("has [] twice; the elements of one array can be readings");
        }
    }

    /**
     * Parses a path.
     *
     * @throws IllegalArgumentException with what is wrong, as the end of a sentence that begins with the path
     */
    public static FieldPath parse(String text) {
        return new FieldPath(new Parser(text).steps());
    }

    /** Returns the path of a field with a name that may contain any characters. */
    public FieldPath named(String name) {
        return then(new Name(name));
    }

    /** Returns the path with one more step. */
    FieldPath then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    /** Returns the part of the path up to each element; empty if it does not lead into the elements of an array. */
    public List<Step> upToEach() {
        int each = steps.indexOf(new Each());
        return steps.subList(0, each + 1);
    }

    @Override
    public String toString() {
        return steps.isEmpty()
                ? "the root"
                : steps.stream()
                        .map(FieldPath::text)
                        .collect(Collectors.joining())
                        .replaceFirst("^\\.", "");
    }

    private static String text(Step step) {
        if (step instanceof Name name) {
            boolean plain = !name.name().isEmpty() && name.name().chars().noneMatch(c -> ".[]\"".indexOf(c) >= 0);
            return "." + (plain ? name.name() : "\"" + name.name().replace("\"", "\"\"") + "\"");
        }
        return step instanceof Index index ? "[" + index.index() + "]" : "[]";
    }

    private static final class Parser {

        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            while (at < text.length()) {
                if (text.charAt(at) == '[') {
                    steps.add(bracket());
                } else {
                    if (!steps.isEmpty()) {
                        expectDot();
                    }
                    steps.add(new Name(at < text.length() && text.charAt(at) == '"' ? quoted() : plain()));
                }
            }
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("is empty");
            }
            return steps;
        }

        private void expectDot() {
            if (text.charAt(at) != '.') {
                throw problem("must have a dot or a bracket");
            }
            at++;
        }

        private String plain() {
            int from = at;
            while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
                if ("]\"".indexOf(text.charAt(at)) >= 0) {
                    throw problem("has '" + text.charAt(at) + "', which needs a name in quotation marks,");
                }
                at++;
            }
            if (at == from) {
                throw problem("must have a name");
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            for (at++; at < text.length(); at++) {
                if (text.charAt(at) != '"') {
                    name.append(text.charAt(at));
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    name.append('"');
                    at++;
                } else {
                    at++;
                    return name.toString();
                }
            }
            throw new IllegalArgumentException("has a quotation mark that is not closed");
        }

        private Step bracket() {
            int close = text.indexOf(']', at);
            String index = close < 0 ? "?" : text.substring(at + 1, close);
            if (!index.matches("\\d{0,6}")) {
                throw problem("must have [] or a number in brackets, at most " + LARGEST_INDEX + ",");
            }
            at = close + 1;
            return index.isEmpty() ? new Each() : new Index(Integer.parseInt(index));
        }

        private IllegalArgumentException problem(String what) {
            return new IllegalArgumentException(what + " at character " + (at + 1));
        }
    }
}
