package io.elmstream.readings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.readings.FeatureMapping.Fallbacks;
import io.elmstream.readings.Mapping.TimePlace;
import io.elmstream.readings.TimeForm.Epoch;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads mappings as they are written in the configuration, an object with one entry for each topic. */
public final class MappingParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String[] KEYS = {
        "format", "ids", "each", "mqtt", "sensor", "time", "model", "label", "features", "missing", "null", "unparsable"
    };
    private static final String[] KEYS_OF_SENML = {
        "format", "sensor", "model", "label", "features", "missing", "null", "unparsable"
    };
    private static final String[] KEYS_OF_SPARKPLUG = {
        "format", "mqtt", "sensor", "model", "label", "features", "missing", "null", "unparsable"
    };

    static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Map<String, Epoch> UNITS =
            Map.of("s", Epoch.SECONDS, "ms", Epoch.MILLIS, "us", Epoch.MICROS, "ns", Epoch.NANOS);

    private MappingParser() {}

    /**
     * Parses mappings.
     *
     * @param place of the object, for messages
     * @param json an object whose keys are topics, or patterns of topics between slashes
     * @throws IllegalArgumentException with the place, the value and what to do
     */
    public static Mappings parse(String place, String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(place + " must be an object in JSON: " + e.getOriginalMessage(), e);
        }
        List<MappingEntry> topics = new MappingEntry(place, node).entries();
        if (topics.isEmpty()) {
            throw new IllegalArgumentException(place + " must have an entry for each input topic");
        }
        return new Mappings(topics.stream().map(MappingParser::mapping).toList());
    }

    private static Mapping mapping(MappingEntry entry) {
        entry.requireKeys(KEYS);
        TopicName name = topicName(entry);
        Format format = format(entry);
        if (format == Format.ELMSTREAM) {
            entry.requireKeys("format");
            return Mapping.elmstream(name);
        }
        Fallbacks fallbacks = fallbacks(entry, Fallbacks.REFUSE);
        boolean hasSender = format == Format.SENML || format == Format.SPARKPLUG;
        if (hasSender) {
            entry.requireKeys(format == Format.SENML ? KEYS_OF_SENML : KEYS_OF_SPARKPLUG);
        } else if (entry.find("mqtt").isPresent()) {
            throw entry.find("mqtt").get().problem("only the format sparkplug has it");
        }
        Optional<FieldPath> each = entry.find("each").map(MappingParser::each);
        Mapping mapping = new Mapping(
                name,
                format,
                entry.find("ids").map(MappingParser::ids).orElse(SchemaIds.CONTENT),
                each,
                entry.find("sensor").map(MappingParser::place).orElse(hasSender ? new Place.Base() : new Place.Key()),
                entry.find("time").map(MappingParser::time),
                entry.find("model").map(MappingParser::place),
                entry.find("label").map(MappingParser::place),
                format == Format.SPARKPLUG
                        ? Optional.of(
                                entry.find("mqtt").map(MappingParser::mqtt).orElse(new Place.Key()))
                        : Optional.empty(),
                entry.find("features")
                        .map(features -> features(features, fallbacks))
                        .orElse(List.of()),
                fallbacks);
        MappingPaths paths = new MappingPaths(entry, mapping);
        if (hasSender) {
            paths.requireNames();
        } else {
            paths.requireSameEach();
        }
        return mapping;
    }

    private static TopicName topicName(MappingEntry entry) {
        String topic = entry.key();
        if (topic.length() < 3 || !topic.startsWith("/") || !topic.endsWith("/")) {
            if (!TOPIC.matcher(topic).matches()) {
                throw new IllegalArgumentException(
                        entry.place() + " must be the name of a topic, or a pattern of names between slashes, such as"
                                + " /plant-.*/");
            }
            return new TopicName.Exact(topic);
        }
        try {
            return new TopicName.Matching(topic.substring(1, topic.length() - 1));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    entry.place() + ": the text between the slashes must be a regular expression: "
                            + e.getDescription(),
                    e);
        }
    }

    private static Format format(MappingEntry entry) {
        MappingEntry format = entry.find("format")
                .orElseThrow(() -> new IllegalArgumentException(
                        entry.place() + " has no format; set it to one of " + Format.keys()));
        return Format.of(format.text()).orElseThrow(() -> format.problem("must be one of " + Format.keys()));
    }

    private static SchemaIds ids(MappingEntry entry) {
        return SchemaIds.of(entry.text()).orElseThrow(() -> entry.problem("must be one of " + SchemaIds.keys()));
    }

    private static FieldPath each(MappingEntry entry) {
        FieldPath path = entry.path();
        if (path.upToEach().isEmpty() || path.upToEach().size() != path.steps().size()) {
            throw entry.problem("must be the path of an array followed by [], such as samples[]");
        }
        return path;
    }

    private static Place place(MappingEntry entry) {
        if (!entry.isObject()) {
            return entry.text().equals("key") ? new Place.Key() : new Place.Field(entry.path());
        }
        entry.requireKeys("path", "header", "value");
        List<MappingEntry> entries = entry.entries();
        if (entries.size() != 1) {
            throw entry.problem("must have one of path, header and value");
        }
        MappingEntry only = entries.get(0);
        return switch (only.key()) {
            case "path" -> new Place.Field(only.path());
            case "header" -> new Place.Header(only.text());
            default -> new Place.Constant(only.text());
        };
    }

    private static Place mqtt(MappingEntry entry) {
        Place place = place(entry);
        if (!(place instanceof Place.Key || place instanceof Place.Header)) {
            throw entry.problem("must be key or {header: NAME}, where the records have their MQTT topic");
        }
        return place;
    }

    private static TimePlace time(MappingEntry entry) {
        if (!entry.isObject()) {
            return new TimePlace(new Place.Field(entry.path()), Optional.empty());
        }
        entry.requireKeys("path", "header", "unit", "pattern", "zone");
        Optional<MappingEntry> path = entry.find("path");
        Optional<MappingEntry> header = entry.find("header");
        if (path.isPresent() == header.isPresent()) {
            throw entry.problem("must have either path or header");
        }
        Place place = path.<Place>map(each -> new Place.Field(each.path()))
                .orElseGet(() -> new Place.Header(header.orElseThrow().text()));
        return new TimePlace(place, timeForm(entry));
    }

    private static Optional<TimeForm> timeForm(MappingEntry entry) {
        Optional<MappingEntry> unit = entry.find("unit");
        Optional<MappingEntry> pattern = entry.find("pattern");
        Optional<MappingEntry> zone = entry.find("zone");
        if (unit.isPresent() && (pattern.isPresent() || zone.isPresent())) {
            throw entry.problem("must have either a unit, or a pattern and a zone");
        }
        if (unit.isPresent()) {
            return Optional.of(Optional.ofNullable(UNITS.get(unit.get().text()))
                    .orElseThrow(() -> unit.get().problem("must be s, ms, us or ns")));
        }
        if (pattern.isEmpty() && zone.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TimeForm.Pattern(
                pattern.map(MappingParser::formatter).orElse(TimeForm.Pattern.ISO.form()),
                zone.map(MappingParser::zone).orElse(ZoneOffset.UTC)));
    }

    private static DateTimeFormatter formatter(MappingEntry entry) {
        try {
            return DateTimeFormatter.ofPattern(entry.text(), Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw entry.problem(
                    "must be a pattern such as yyyy-MM-dd HH:mm:ss, as of java.time.format.DateTimeFormatter: "
                            + e.getMessage());
        }
    }

    private static ZoneId zone(MappingEntry entry) {
        try {
            return ZoneId.of(entry.text());
        } catch (DateTimeException e) {
            throw entry.problem("must be a zone such as UTC, +01:00 or Europe/Berlin");
        }
    }

    private static List<FeatureMapping> features(MappingEntry features, Fallbacks fallbacks) {
        List<FeatureMapping> found = features.entries().stream()
                .map(each -> feature(each, fallbacks))
                .toList();
        if (found.isEmpty()) {
            throw features.problem("must have an entry for each feature of the models: its name and its path");
        }
        return found;
    }

    private static FeatureMapping feature(MappingEntry entry, Fallbacks fallbacks) {
        if (!entry.isObject()) {
            return FeatureMapping.plain(entry.key(), entry.path(), fallbacks);
        }
        entry.requireKeys("path", "type", "values", "missing", "null", "unparsable", "scale", "offset");
        return new FeatureMapping(
                entry.key(),
                entry.find("path")
                        .map(MappingEntry::path)
                        .orElseThrow(() -> new IllegalArgumentException(entry.place() + " has no path")),
                type(entry),
                fallbacks(entry, fallbacks),
                entry.find("scale").map(MappingEntry::number).orElse(1.0),
                entry.find("offset").map(MappingEntry::number).orElse(0.0));
    }

    private static FeatureType type(MappingEntry entry) {
        Optional<MappingEntry> values = entry.find("values");
        String type = entry.find("type").map(MappingEntry::text).orElse(values.isPresent() ? "enum" : "number");
        if (values.isPresent() != type.equals("enum")) {
            throw entry.problem("must have values with the type enum, and only then");
        }
        return switch (type) {
            case "number" -> new FeatureType.Numeric();
            case "boolean" -> new FeatureType.Bool();
            case "enum" -> new FeatureType.Category(values(values.orElseThrow()));
            default -> throw entry.problem("its type must be number, boolean or enum");
        };
    }

    private static Map<String, Float> values(MappingEntry entry) {
        Map<String, Float> values = new HashMap<>();
        if (entry.isObject()) {
            entry.entries().forEach(each -> values.put(each.key(), (float) each.number()));
        } else if (entry.node().isArray()) {
            entry.node().forEach(value -> values.put(value.asText(), (float) values.size()));
        }
        if (values.isEmpty()) {
            throw entry.problem("must be a list of texts, which are numbered from 0, or have a number for each text");
        }
        return values;
    }

    private static Fallbacks fallbacks(MappingEntry entry, Fallbacks otherwise) {
        return new Fallbacks(
                entry.find("missing").map(MappingParser::fallback).orElse(otherwise.missing()),
                entry.find("null").map(MappingParser::fallback).orElse(otherwise.ofNull()),
                entry.find("unparsable").map(MappingParser::fallback).orElse(otherwise.unparsable()));
    }

    private static Fallback fallback(MappingEntry entry) {
        if (entry.node().isNumber()) {
            return Fallback.constant((float) entry.number());
        }
        return switch (entry.node().asText()) {
            case "refuse" -> Fallback.REFUSE;
            case "NaN" -> Fallback.NAN;
            default -> throw entry.problem("must be refuse, NaN or a number");
        };
    }
}
