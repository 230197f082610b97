package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.data.Names;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.serving.RowFeatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads records as an instance does, and says of each reading all that does not fit, not only what comes first. Not
 * thread-safe.
 */
public final class ReadingCheck {

    /**
     * A reading.
     *
     * @param index in its record; empty if the record is one reading, or none
     * @param sensor its id; empty if it has none
     * @param eventTime in epoch milliseconds; empty if it cannot be read
     * @param model that it names
     * @param label its true class
     * @param values of the features, in the order of a row; empty for those that it has not
     * @param faults why it would become a dead letter; none if it would not
     */
    public record Checked(
            Optional<Integer> index,
            String sensor,
            OptionalLong eventTime,
            Optional<String> model,
            Optional<String> label,
            List<Optional<Float>> values,
            List<Fault> faults) {

        /** Returns a record of which nothing can be read. */
        public static Checked unreadable(int features, Fault fault) {
            return new Checked(
                    Optional.empty(),
                    "",
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Collections.nCopies(features, Optional.empty()),
                    List.of(fault));
        }
    }

    /**
     * Something that does not fit.
     *
     * @param field of the record, as a path; empty if it is the record itself
     * @param reason of the dead letter
     * @param message of the dead letter
     * @param nearest the field of the record whose name is nearest to one that it does not have
     */
    public record Fault(String field, Rejection reason, String message, Optional<String> nearest) {}

    private final Mapping mapping;
    private final TopicReader reader;
    private final RowFeatures wanted;
    private final List<RowFeatures> single;
    private final ToIntFunction<float[]> firstUnusable;
    private final Set<FieldPath> known = new LinkedHashSet<>();

    /**
     * Creates a check.
     *
     * @param mapping of the topic
     * @param reader of the topic's records
     * @param wanted the features that each reading must have
     * @param firstUnusable the index of the first value in a row that the model does not take, or -1
     */
    public ReadingCheck(Mapping mapping, TopicReader reader, RowFeatures wanted, ToIntFunction<float[]> firstUnusable) {
        this.mapping = mapping;
        this.reader = reader;
        this.wanted = wanted;
        this.firstUnusable = firstUnusable;
        this.single = wanted.features().stream()
                .<RowFeatures>map(name -> new OneFeature(List.of(name), wanted.taker()))
                .toList();
    }

    private record OneFeature(List<String> features, String taker) implements RowFeatures {}

    /**
     * Reads a record.
     *
     * @param timestamp of the record, in epoch milliseconds
     * @return its readings; a single one without values if it cannot be read
     */
    public List<Checked> check(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp) {
        List<FieldPath> paths = value == null ? List.of() : paths(value);
        known.addAll(paths);
        reader.read(key, value, headers, timestamp);
        if (reader.rejection().isPresent()) {
            Fault fault = new Fault("", reader.rejection().get(), words(), nearestArray(paths));
            return List.of(Checked.unreadable(wanted.features().size(), fault));
        }
        List<Checked> readings = new ArrayList<>();
        for (int i = 0; i < reader.count(); i++) {
            reader.select(i);
            readings.add(reading(i, timestamp, paths));
        }
        return readings;
    }

    private List<FieldPath> paths(byte[] value) {
        if (mapping.format() != Format.JSON) {
            return List.of();
        }
        SampleFields fields = new SampleFields(mapping.each());
        SampleFields.parse(value, mapping.ids()).ifPresent(fields::add);
        return fields.paths();
    }

    private Optional<String> nearestArray(List<FieldPath> paths) {
        return mapping.each()
                .filter(each -> each.steps().size() > 1 && !paths.isEmpty())
                .flatMap(each -> nearest(
                        new FieldPath(each.steps().subList(0, each.steps().size() - 1)), paths));
    }

    private Checked reading(int index, long timestamp, List<FieldPath> paths) {
        List<Fault> faults = new ArrayList<>();
        OptionalLong time = OptionalLong.empty();
        if (reader.rejection().isPresent()) {
            Rejection reason = reader.rejection().get();
            Optional<FieldPath> field = reason == Rejection.BAD_TIMESTAMP
                    ? mapping.time().flatMap(each -> path(each.place()))
                    : path(mapping.sensor());
            faults.add(new Fault(
                    field.map(FieldPath::toString).orElse(""),
                    reason,
                    words(),
                    field.flatMap(each -> nearest(each, paths))));
        } else {
            long millis = reader.eventTimeOr(timestamp);
            if (millis > 0) {
                time = OptionalLong.of(millis);
            } else {
                faults.add(new Fault(
                        "",
                        Rejection.BAD_TIMESTAMP,
                        "the event time is " + millis + " ms since 1970",
                        Optional.empty()));
            }
        }
        return new Checked(
                reader.isPack() ? Optional.of(index) : Optional.empty(),
                new String(reader.sensor(), StandardCharsets.UTF_8),
                time,
                reader.namesModel() ? Optional.of(reader.modelId()) : Optional.empty(),
                reader.label(),
                values(paths, faults),
                faults);
    }

    private List<Optional<Float>> values(List<FieldPath> paths, List<Fault> faults) {
        float[] row = new float[wanted.features().size()];
        Optional<Rejection> rejection = reader.row(wanted, row, 0);
        if (rejection.equals(Optional.of(Rejection.WRONG_WIDTH))) {
            faults.add(new Fault("features", Rejection.WRONG_WIDTH, reader.detail(), Optional.empty()));
            return none();
        }
        if (rejection.isPresent()) {
            return single.stream().map(feature -> value(feature, paths, faults)).toList();
        }
        int bad = firstUnusable.applyAsInt(row);
        if (bad >= 0) {
            String field = reader.field(wanted, bad);
            faults.add(new Fault(field, Rejection.NOT_FINITE, field + " is " + row[bad], Optional.empty()));
        }
        List<Optional<Float>> values = new ArrayList<>();
        for (float each : row) {
            values.add(Optional.of(each));
        }
        return values;
    }

    private Optional<Float> value(RowFeatures feature, List<FieldPath> paths, List<Fault> faults) {
        float[] one = new float[1];
        Optional<Rejection> rejection = reader.row(feature, one, 0);
        rejection.ifPresent(reason -> {
            String words = reader.detail();
            faults.add(new Fault(
                    reader.field(feature, 0), reason, words, path(feature).flatMap(each -> nearest(each, paths))));
        });
        return rejection.isPresent() ? Optional.empty() : Optional.of(one[0]);
    }

    /** Returns the path of a feature; empty if the mapping does not have it. */
    private Optional<FieldPath> path(RowFeatures feature) {
        String name = feature.features().get(0);
        return mapping.features().isEmpty()
                ? Optional.of(mapping.named(name).path())
                : mapping.features().stream()
                        .filter(each -> each.name().equals(name))
                        .map(FeatureMapping::path)
                        .findFirst();
    }

    private List<Optional<Float>> none() {
        return Collections.nCopies(wanted.features().size(), Optional.empty());
    }

    private String words() {
        return reader.detail().isEmpty() ? reader.rejection().orElseThrow().explanation() : reader.detail();
    }

    private static Optional<FieldPath> path(Place place) {
        return place instanceof Place.Field field ? Optional.of(field.path()) : Optional.empty();
    }

    /**
     * Returns what none of the records had that were checked so far, although the mapping names it, and that makes no
     * dead letters.
     */
    public List<String> remarks() {
        if (known.isEmpty()) {
            return List.of();
        }
        return Stream.of(
                        remark("time", mapping.time().map(Mapping.TimePlace::place), "the record's timestamp counts"),
                        remark("model", mapping.model(), "the default model scores all readings"),
                        remark("label", mapping.label(), "the true class is unknown"))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> remark(String key, Optional<Place> place, String effect) {
        return place.flatMap(ReadingCheck::path)
                .filter(path -> !known.contains(path))
                .map(path -> "no record has the field " + path + " of the key " + key + "; " + effect
                        + nearest(path, List.copyOf(known))
                                .map(near -> ". Did you mean " + near + "?")
                                .orElse(""));
    }

    /** Returns the path that is nearest to one that is not there: as a whole, or by the name at its end. */
    private static Optional<String> nearest(FieldPath path, List<FieldPath> paths) {
        if (paths.contains(path)) {
            return Optional.empty();
        }
        return Names.nearest(
                        path.toString(), paths.stream().map(FieldPath::toString).toList())
                .or(() -> lastName(path)
                        .flatMap(name -> Names.nearest(
                                        name,
                                        paths.stream()
                                                .map(ReadingCheck::lastName)
                                                .flatMap(Optional::stream)
                                                .toList())
                                .flatMap(near -> paths.stream()
                                        .filter(each -> Objects.equals(lastName(each), Optional.of(near)))
                                        .map(FieldPath::toString)
                                        .findFirst())));
    }

    private static Optional<String> lastName(FieldPath path) {
        return path.steps().get(path.steps().size() - 1) instanceof Name name
                ? Optional.of(name.name())
                : Optional.empty();
    }
}
