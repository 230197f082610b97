package io.elmstream.readings;

import io.elmstream.readings.FeatureMapping.Fallbacks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the readings on a topic are written.
 *
 * @param topic the name of the topic, or a pattern of names
 * @param format of the values
 * @param ids where a record has the id of its schema
 * @param each the array whose elements are the readings; empty if a record is one reading
 * @param sensor where the sensor id is
 * @param time where the event time is; empty if it is the record's timestamp
 * @param model where the model is named; empty if the default model scores all readings
 * @param label where the true class is; empty if it is not known
 * @param mqtt where the MQTT topic of a message of Sparkplug B is; empty for other formats
 * @param features how features are found; if empty, each is the field of its name
 * @param fallbacks what features without a value mean, if they are not named
 */
public record Mapping(
        TopicName topic,
        Format format,
        SchemaIds ids,
        Optional<FieldPath> each,
        Place sensor,
        Optional<TimePlace> time,
        Optional<Place> model,
        Optional<Place> label,
        Optional<Place> mqtt,
        List<FeatureMapping> features,
        Fallbacks fallbacks) {

    /**
     * Where and how the event time is written.
     *
     * @param place of the time
     * @param form how it is written; empty for what the type of the field says: numbers are epoch milliseconds, texts
     *     are in ISO 8601
     */
    public record TimePlace(Place place, Optional<TimeForm> form) {}

    public Mapping {
        features = List.copyOf(features);
    }

    /** Returns the mapping of a topic with Elmstream's own records. */
    public static Mapping elmstream(TopicName topic) {
        return new Mapping(
                topic,
                Format.ELMSTREAM,
                SchemaIds.CONTENT,
                Optional.empty(),
                new Place.Key(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Fallbacks.REFUSE);
    }

    /** Returns the names of the fields that are features; none if the mapping does not list features. */
    Set<String> listed() {
        return features.stream()
                .flatMap(feature -> feature.path().steps().stream().limit(1))
                .filter(FieldPath.Name.class::isInstance)
                .map(step -> ((FieldPath.Name) step).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns how a feature is found that has no entry of its own. */
    FeatureMapping named(String feature) {
        return FeatureMapping.plain(feature, each.orElse(FieldPath.ROOT).named(feature), fallbacks);
    }
}
