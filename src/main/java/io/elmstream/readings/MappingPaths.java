package io.elmstream.readings;

import io.elmstream.readings.Mapping.TimePlace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the paths of a mapping.
 *
 * @param entry of the mapping, for messages
 * @param mapping the mapping
 */
record MappingPaths(MappingEntry entry, Mapping mapping) {

    private List<FieldPath> all() {
        Stream<FieldPath> places = Stream.of(
                        Optional.of(mapping.sensor()),
                        mapping.model(),
                        mapping.label(),
                        mapping.time().map(TimePlace::place))
                .flatMap(Optional::stream)
                .filter(Place.Field.class::isInstance)
                .map(place -> ((Place.Field) place).path());
        return Stream.concat(mapping.features().stream().map(FeatureMapping::path), places)
                .toList();
    }

    /** All paths into the elements of an array must be of the one array whose elements are the readings. */
    void requireSameEach() {
        List<FieldPath.Step> each = mapping.each().map(FieldPath::steps).orElse(List.of());
        for (FieldPath path : all()) {
            if (!path.upToEach().isEmpty() && !path.upToEach().equals(each)) {
                throw new IllegalArgumentException(entry.place() + ": the path " + path
                        + " leads into the elements of an array, so set each: "
                        + new FieldPath(path.upToEach()));
            }
        }
    }

    /** In a format whose records have no fields in fields, each path must be a name. */
    void requireNames() {
        for (FieldPath path : all()) {
            if (path.steps().size() != 1 || !(path.steps().get(0) instanceof FieldPath.Name)) {
                throw new IllegalArgumentException(entry.place() + ": the path " + path + " must be a name, since "
                        + mapping.format().key()
                        + " has no fields in fields; put a name with dots or brackets into quotation marks, in YAML '\""
                        + path + "\"'");
            }
        }
    }
}
