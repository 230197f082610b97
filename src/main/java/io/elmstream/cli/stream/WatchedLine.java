package io.elmstream.cli.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record of a topic in one line for people: what happened first, where at the end. The JSON has all fields. */
final class WatchedLine {

    private static final int MOST_SHOWN = 2_000;

    private final Map<String, ?> fields;
    private final List<String> parts = new ArrayList<>();

    private WatchedLine(Map<String, ?> fields) {
        this.fields = fields;
    }

    /** Shows a prediction: its label, the model, the rules that fired, and the reading's position. */
    static String ofPrediction(Map<String, ?> fields) {
        WatchedLine line = new WatchedLine(fields);
        line.add("%-24s", line.text("eventTime"));
        line.add("%-12s", line.text("sensorId"));
        String model = line.text("modelLabel");
        line.add("%s %.4f", line.text("label"), line.fields.get("confidence"));
        line.addIf(!model.isEmpty(), "instead of " + model);
        line.addIf(line.is("abstained"), "abstained");
        line.addIf(line.is("verified"), "verified");
        String labelSet = line.list("labelSet");
        line.addIf(!labelSet.isEmpty() && !labelSet.equals(line.text("label")), "may be " + labelSet);
        if (line.fields.get("outOfRange") instanceof Float beyond && beyond > 0) {
            line.add("out of range %.2f", beyond);
        }
        line.add("%s:%s", line.text("modelId"), line.text("version"));
        if (!line.text("ruleSet").equals("0")) {
            String rules = line.list("rules");
            line.add("rules:%s %s", line.text("ruleSet"), rules.isEmpty() ? "none fired" : rules);
        }
        return line.at();
    }

    /** Shows an alert: its change, its rule and text, and the position of the reading that made the change. */
    static String ofAlert(Map<String, ?> fields) {
        WatchedLine line = new WatchedLine(fields);
        line.add("%-24s", line.text("eventTime"));
        line.add("%-7s", line.text("change"));
        line.add("%-12s", line.text("sensorId"));
        String severity = line.text("severity");
        line.addIf(!severity.isEmpty(), severity.toLowerCase(Locale.ROOT));
        String rule = line.text("rule");
        line.addIf(!rule.isEmpty(), rule + ": " + line.text("message"));
        line.add("%s %.4f", line.text("label"), line.fields.get("confidence"));
        line.add("%s:%s", line.text("modelId"), line.text("version"));
        return line.at();
    }

    /** Shows the names and values of the fields that have one. */
    static String ofFields(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .filter(field -> !isNothing(field.getValue()))
                .map(field -> field.getKey() + "=" + shortened(String.valueOf(field.getValue())))
                .collect(Collectors.joining("  "));
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(List.of());
    }

    private String at() {
        String index = text("sourceIndex").equals("0") ? "" : "#" + text("sourceIndex");
        parts.add(text("sourceTopic") + "-" + text("sourcePartition") + "@" + text("sourceOffset") + index);
        return String.join("  ", parts);
    }

    private void add(String pattern, @Nullable Object... values) {
        parts.add(String.format(Locale.ROOT, pattern, values));
    }

    private void addIf(boolean holds, String part) {
        if (holds) {
            parts.add(part);
        }
    }

    private String list(String name) {
        return fields.get(name) instanceof List<?> values
                ? shortened(values.stream().map(Object::toString).collect(Collectors.joining(", ")))
                : "";
    }

    private boolean is(String name) {
        return Objects.equals(fields.get(name), true);
    }

    private String text(String name) {
        Object value = fields.get(name);
        return value == null ? "" : shortened(value.toString());
    }

    /** Shortens a key: a key of a megabyte is of no use on a terminal. */
    static String shortened(String value) {
        return value.length() <= MOST_SHOWN
                ? value
                : String.format(Locale.ROOT, "%s... (%,d characters)", value.substring(0, MOST_SHOWN), value.length());
    }
}
