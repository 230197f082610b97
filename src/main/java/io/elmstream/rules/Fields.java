package io.elmstream.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.data.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of an object in a document. What is wrong is added to the faults, and counts as not set. */
final class Fields {

    private final String place;
    private final JsonNode node;
    private final List<RuleFault> faults;

    /**
     * @param place for example {@code rules[2].alert}; empty for the document
     * @param known the names that fields may have
     */
    Fields(String place, JsonNode node, List<RuleFault> faults, List<String> known) {
        this.place = place;
        this.node = node;
        this.faults = faults;
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(
                        Excerpt.of(name),
                        "there is no such field"
                                + Names.nearest(name, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; the fields are " + String.join(", ", known)));
            }
        });
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** Returns whether a list is missing or has no entries. */
    boolean isEmpty(String name) {
        return !node.has(name) || (node.get(name).isArray() && node.get(name).isEmpty());
    }

    /** Adds a fault of a field. */
    void fault(String name, String message) {
        String at = name.isEmpty() || place.isEmpty() ? place + name : place + "." + name;
        faults.add(new RuleFault(at, message));
    }

    /** Returns a text, which may be empty. */
    Optional<String> text(String name, int most) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isTextual()) {
            boolean quotes = value.get().isNumber() || value.get().isBoolean();
            return wrong(
                    name,
                    "must be a text" + (quotes ? "; write \"" + value.get().asText() + "\"" : ""));
        }
        String text = value.get().textValue();
        if (text.length() > most) {
            fault(name, "has " + text.length() + " characters; the limit is " + most);
            return Optional.empty();
        }
        if (hasHalfCharacter(text)) {
            fault(name, "contains half of a surrogate pair, which is no character");
            return Optional.empty();
        }
        if (text.chars().anyMatch(each -> Character.isISOControl(each) && "\t\r\n".indexOf(each) < 0)) {
            fault(name, "contains a control character; remove it");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    Optional<Integer> whole(String name, int least, int most) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = value.get().isIntegralNumber()
                && value.get().canConvertToInt()
                && value.get().intValue() >= least
                && value.get().intValue() <= most;
        return fits
                ? Optional.of(value.get().intValue())
                : wrong(
                        name,
                        "must be a whole number, "
                                + (most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most));
    }

    Optional<Double> number(String name, double least, double most) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        double number = value.get().isNumber() ? value.get().doubleValue() : Double.NaN;
        return number >= least && number <= most
                ? Optional.of(number)
                : wrong(name, "must be a number, " + range(least, most));
    }

    Optional<Boolean> flag(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return value.get().isBoolean() ? Optional.of(value.get().booleanValue()) : wrong(name, "must be true or false");
    }

    Optional<Fields> object(String name, List<String> known) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isObject()) {
            return wrong(name, "must have keys and values");
        }
        return value.map(each -> new Fields(at(name), each, faults, known));
    }

    /** Returns an object whose fields have names that only the user knows. */
    Optional<Fields> open(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isObject()) {
            return wrong(name, "must have names and values");
        }
        List<String> names = new ArrayList<>();
        value.ifPresent(each -> each.fieldNames().forEachRemaining(names::add));
        return value.map(each -> new Fields(at(name), each, faults, names));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns the objects of a list, with their places. */
    List<Fields> objects(String name, int most, List<String> known) {
        List<Fields> objects = new ArrayList<>();
        List<JsonNode> items = items(name, most);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isObject()) {
                objects.add(new Fields(at(name) + "[" + i + "]", items.get(i), faults, known));
            } else {
                wrong(name + "[" + i + "]", items.get(i), "must have keys and values");
            }
        }
        return objects;
    }

    /** Returns the texts of a list. */
    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        List<JsonNode> items = items(name, most);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isTextual()) {
                texts.add(items.get(i).textValue());
            } else {
                wrong(name + "[" + i + "]", items.get(i), "must be a text");
            }
        }
        return texts;
    }

    private List<JsonNode> items(String name, int most) {
        List<JsonNode> items = new ArrayList<>();
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isArray()) {
            wrong(name, "must be a list");
        } else if (value.isPresent() && value.get().size() > most) {
            fault(name, "has " + value.get().size() + " entries; the limit is " + most);
        } else {
            value.ifPresent(list -> list.forEach(items::add));
        }
        return items;
    }

    private Optional<JsonNode> value(String name) {
        JsonNode value = node.get(name);
        if (value != null && value.isNull()) {
            fault(name, "has no value; write one, or leave the field out");
            return Optional.empty();
        }
        return Optional.ofNullable(value);
    }

    private <T> Optional<T> wrong(String name, String must) {
        wrong(name, node.path(name), must);
        return Optional.empty();
    }

    private void wrong(String name, JsonNode value, String must) {
        String shown = value.toString();
        fault(name, "is " + (shown.length() > 100 ? shown.substring(0, 100) + "..." : shown) + ", " + must);
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static String range(double least, double most) {
        if (least == -Float.MAX_VALUE && most == Float.MAX_VALUE) {
            return "within the range of a float";
        }
        return Math.round(least) + (most == Double.MAX_VALUE ? " or more" : " to " + Math.round(most));
    }

    private static boolean hasHalfCharacter(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
