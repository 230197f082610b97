package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.elm.Counted;
import io.elmstream.elm.ShortList;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.wire.SchemaRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A first mapping for sample records in JSON, Protobuf or Sparkplug B, as YAML for the configuration. Comments say what
 * was guessed and why.
 */
public final class MappingSuggestion {

    /**
     * A sample record.
     *
     * @param key of the record; null if it has none
     * @param value of the record
     * @param headers of the record
     */
    public record Sample(byte @Nullable [] key, byte[] value, Headers headers) {}

    /** Texts with more values are no categories. */
    private static final int MOST_CATEGORIES = 10;

    private final List<String> lines = new ArrayList<>();
    private final List<Sample> samples;
    private final Optional<FieldPath> each;
    private final List<SampleField> fields;
    private final List<String> leftOut = new ArrayList<>();

    private MappingSuggestion(List<Sample> samples, List<JsonNode> records) {
        this.samples = samples;
        each = SampleFields.each(records);
        SampleFields found = new SampleFields(each);
        records.forEach(found::add);
        fields = found.fields();
    }

    /**
     * Suggests a mapping.
     *
     * @param topic for which the mapping is
     * @param samples one or more records
     * @param model the features that the mapping must have; empty for all fields that can be features
     * @param registry of the schemas of Protobuf; if it is empty, samples are JSON
     * @return the lines of a section {@code readings} of the configuration
     * @throws IllegalArgumentException with what is wrong, if the topic has no such name, none of them can be read, or
     *     none has numbers or booleans
     */
    public static List<String> of(
            String topic, List<Sample> samples, Optional<List<String>> model, Optional<SchemaRegistry> registry) {
        if (!MappingParser.TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("'" + topic + "' is no name of a topic");
        }
        SampleRecords read = SampleRecords.of(samples, registry);
        List<JsonNode> records = read.records();
        MappingSuggestion suggestion = new MappingSuggestion(samples, records);
        int unreadable = samples.size() - records.size();
        suggestion.lines.add("# guessed from " + Counted.of(records.size(), "record")
                + (unreadable == 0 ? "" : "; " + Counted.of(unreadable, "other is", "others are") + " of another form")
                + "; elmstream mapping check shows the rows that come out");
        suggestion.lines.add("readings:");
        suggestion.lines.add("  " + MappingYaml.text(topic) + ":");
        suggestion.lines.add("    format: " + read.format().key());
        if (read.ids() != SchemaIds.CONTENT) {
            suggestion.lines.add("    ids: " + read.ids().key());
        }
        if (read.format() == Format.SPARKPLUG) {
            read.mqtt().ifPresent(header -> suggestion.add("mqtt", "{header: " + MappingYaml.text(header) + "}", ""));
            suggestion.addFeatures(suggestion.fields, model);
        } else {
            suggestion.addPlaces(model);
        }
        return suggestion.lines;
    }

    private void addPlaces(Optional<List<String>> model) {
        each.ifPresent(
                path -> add("each", MappingYaml.text(path.toString()), "an array of objects: each is a reading"));
        GuessedSensor sensor = GuessedSensor.of(samples, fields);
        add("sensor", sensorPlace(sensor), sensorRemark(sensor));
        List<GuessedTime> times = GuessedTime.of(fields);
        if (times.isEmpty()) {
            lines.add("    # no field looks like the time: the record's timestamp is the event time");
        } else {
            GuessedTime time = times.get(0);
            add("time", MappingYaml.path(time.field().path(), time.settings()), remark(time));
        }
        Set<SampleField> used = new HashSet<>();
        sensor.field().ifPresent(used::add);
        times.forEach(time -> used.add(time.field()));
        times.stream().skip(1).forEach(time -> leftOut.add(time.field().path() + " (a time)"));
        addFeatures(fields.stream().filter(field -> !used.contains(field)).toList(), model);
    }

    private void add(String key, String value, String remark) {
        lines.add("    " + key + ": " + value + (remark.isEmpty() ? "" : "  # " + remark));
    }

    private static String sensorPlace(GuessedSensor sensor) {
        return sensor.isKey()
                ? "key"
                : sensor.field().map(field -> place(field.path())).orElse("{value: all}");
    }

    /** Returns a path in a place where the word key has another meaning. */
    private static String place(FieldPath path) {
        String text = path.toString();
        return text.equals("key") ? "{path: key}" : MappingYaml.text(text);
    }

    private static String sensorRemark(GuessedSensor sensor) {
        if (!sensor.isKey() && sensor.field().isEmpty()) {
            return "no key and no field looks like the sensor id: all readings are of one sensor";
        }
        return sensor.repeats()
                ? Counted.of(sensor.values(), "value") + ", which repeat"
                : "no value repeats in these records; is it the sensor id?";
    }

    private static String remark(GuessedTime time) {
        return comment(time.example())
                + (time.settings().containsKey("pattern") ? "; set zone if it is not in UTC" : "");
    }

    private void addFeatures(List<SampleField> free, Optional<List<String>> model) {
        List<GuessedFeature> features = new ArrayList<>();
        List<String> categories = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SampleField field : free) {
            String name = name(field.path(), names);
            Optional<GuessedFeature> feature = GuessedFeature.of(name, field);
            if (feature.isPresent()) {
                features.add(feature.get());
            } else if (isCategory(field)) {
                categories.add(category(name, field));
            } else {
                leftOut.add(field.path().toString());
            }
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException(
                    "the records have no numbers and no booleans that can be features; their fields: "
                            + ShortList.inBrackets(fields.stream()
                                    .map(field -> field.path().toString())
                                    .toList()));
        }
        SuggestedFeatures suggested = model.map(wanted -> SuggestedFeatures.of(wanted, features))
                .orElse(new SuggestedFeatures(features, List.of()));
        if (!suggested.features().isEmpty()) {
            lines.add("    features:");
        }
        suggested.features().forEach(this::add);
        suggested
                .lacking()
                .forEach(name -> lines.add("      # " + MappingYaml.text(name)
                        + ": no field has a name like this; without it, readings become dead letters"));
        lines.addAll(categories);
        features.stream()
                .filter(feature -> suggested.features().stream()
                        .noneMatch(each -> each.field().equals(feature.field())))
                .forEach(feature -> leftOut.add(feature.name() + " (no feature of the model)"));
        if (!leftOut.isEmpty()) {
            lines.add("    # left out: "
                    + comment(ShortList.ofTexts(
                            leftOut.stream().map(ShortList::shortened).toList())));
        }
    }

    private void add(GuessedFeature feature) {
        String remark = String.join(", ", feature.remarks());
        lines.add("      " + MappingYaml.text(feature.name()) + ": "
                + MappingYaml.path(feature.field().path(), feature.settings())
                + (remark.isEmpty() ? "" : "  # " + remark));
    }

    /** Returns a name that no other field has: the last part of the path that is enough. */
    private String name(FieldPath path, Set<String> names) {
        FieldPath own = new FieldPath(
                path.steps().subList(path.upToEach().size(), path.steps().size()));
        String name = own.steps().size() == 1 && own.steps().get(0) instanceof Name only ? only.name() : own.toString();
        String free = names.contains(name) ? path.toString() : name;
        while (!names.add(free)) {
            free += "_";
        }
        return free;
    }

    private static boolean isCategory(SampleField field) {
        int distinct = field.distinctTexts().size();
        return field.hasOnlyTexts()
                && distinct <= MOST_CATEGORIES
                && distinct < field.present().size();
    }

    private static String category(String name, SampleField field) {
        return "      # " + MappingYaml.text(name) + ": {path: "
                + MappingYaml.text(field.path().toString()) + ", values: "
                + MappingYaml.list(field.distinctTexts()) + "}  # "
                + Counted.of(field.distinctTexts().size(), "text") + ": a feature, or the label";
    }

    /** Returns a text from the records without what would end a comment. */
    private static String comment(String text) {
        return ShortList.shortened(text).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }
}
