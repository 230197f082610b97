package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.data.Names;
import io.elmstream.serving.RowFeatures;
import io.elmstream.wire.ServedVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Reads records by a mapping. */
final class MappedReader implements TopicReader {

    private final Mapping mapping;
    private final Layout layout;
    private final RecordDecoder decoder;
    private final DecodedReadings decoded = new DecodedReadings();
    private final List<Beside> beside = new ArrayList<>();
    private final Optional<SparkplugSender> sender;
    private byte @Nullable [] key;
    private byte[] value = new byte[0];
    private Headers headers = new RecordHeaders();
    private long timestamp;
    private int width;
    private int compiled;
    private int selected;
    private int row;
    private Optional<Rejection> rejection = Optional.empty();
    private String detail = "";

    /** A text that is not in the value. */
    private record Beside(Place place, Target target) {}

    /** What is called nearly as what a record lacks, in words; searched once for all readings of the record. */
    private final Map<String, String> nearest = new HashMap<>();

    MappedReader(Mapping mapping, Layout layout, RecordDecoder decoder) {
        this.mapping = mapping;
        this.layout = layout;
        this.decoder = decoder;
        this.width = layout.slots().size();
        this.compiled = layout.revision();
        this.sender = mapping.mqtt().map(place -> new SparkplugSender(mapping, place));
        addBeside(Optional.of(mapping.sensor()), new TextTarget(DecodedReadings::sensor));
        addBeside(mapping.model(), new TextTarget(DecodedReadings::model));
        addBeside(mapping.label(), new TextTarget(DecodedReadings::label));
        mapping.time().ifPresent(time -> addBeside(Optional.of(time.place()), new TimeTarget(time.form())));
    }

    private void addBeside(Optional<Place> place, Target target) {
        place.filter(each ->
                        each instanceof Place.Key || each instanceof Place.Header || each instanceof Place.Constant)
                .ifPresent(each -> beside.add(new Beside(each, target)));
    }

    @Override
    public void read(
            byte @Nullable [] recordKey, byte @Nullable [] recordValue, Headers recordHeaders, long recordTimestamp) {
        if (recordValue == null) {
            reject(Rejection.NO_VALUE, "");
            return;
        }
        key = recordKey;
        value = recordValue;
        headers = recordHeaders;
        timestamp = recordTimestamp;
        nearest.clear();
        decode();
        if (decoded.rejection().isPresent()) {
            reject(decoded.rejection().get(), decoded.detail());
        } else {
            rejection = Optional.empty();
        }
    }

    private void decode() {
        decoded.start(width);
        sender.ifPresent(from -> from.read(from.place().beside(key, headers), value, decoded));
        if (decoded.rejection().isEmpty()) {
            decoder.decode(value, headers, timestamp, decoded);
        }
        for (int i = 0; i < beside.size(); i++) {
            byte[] text = beside.get(i).place().beside(key, headers);
            if (text != null) {
                beside.get(i).target().utf8(decoded, 0, text, 0, text.length);
            }
        }
    }

    @Override
    public Optional<Rejection> rejection() {
        return rejection;
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public boolean isPack() {
        return decoded.isPack();
    }

    @Override
    public int count() {
        return decoded.count();
    }

    @Override
    public void select(int reading) {
        selected = reading;
        row = decoded.rowOf(reading);
        rejection = Optional.empty();
        if (decoded.rejection().isPresent()) {
            reject(decoded.rejection().get(), decoded.detail());
            return;
        }
        byte[] sensor = decoded.sensorOf(row);
        if (sensor.length == 0) {
            reject(
                    mapping.sensor() instanceof Place.Key ? Rejection.NO_KEY : Rejection.NO_SENSOR,
                    "there is no sensor id: " + lacking(mapping.sensor()));
        } else if (sensor.length > MAX_SENSOR_BYTES) {
            reject(
                    Rejection.SENSOR_ID_TOO_LONG,
                    "the sensor id has " + sensor.length + " bytes; it has at most " + MAX_SENSOR_BYTES);
        } else if (decoded.isBadTime(row)) {
            reject(
                    Rejection.BAD_TIMESTAMP,
                    "the event time is '" + decoded.badTime() + "', which the mapping of the topic " + mapping.topic()
                            + " cannot read as a time");
        }
    }

    private static String lacking(Place place) {
        if (place instanceof Place.Field field) {
            return "the record has no text or number at " + field.path();
        }
        if (place instanceof Place.Base) {
            return "the pack has no base name (bn)";
        }
        return place instanceof Place.Header header
                ? "the record has no header " + header.name()
                : "the record has no key";
    }

    @Override
    public byte[] sensor() {
        return decoded.sensorOf(row);
    }

    @Override
    public boolean namesModel() {
        return decoded.modelOf(row) != DecodedReadings.NONE;
    }

    @Override
    public boolean namesModel(byte[] id) {
        return Arrays.equals(decoded.modelOf(row), id);
    }

    @Override
    public String modelId() {
        return new String(decoded.modelOf(row), StandardCharsets.UTF_8);
    }

    @Override
    public long eventTimeOr(long recordTimestamp) {
        return decoded.timeOf(row, recordTimestamp);
    }

    @Override
    public Optional<String> label() {
        byte[] label = decoded.labelOf(row);
        return label == DecodedReadings.NONE
                ? Optional.empty()
                : Optional.of(new String(label, StandardCharsets.UTF_8));
    }

    @Override
    public int actual(ServedVersion version) {
        byte[] label = decoded.labelOf(row);
        return label == DecodedReadings.NONE ? ServedVersion.UNLABELLED : version.indexOf(label, 0, label.length);
    }

    @Override
    public Optional<Rejection> row(RowFeatures wanted, float[] into, int start) {
        Slots of = layout.of(wanted.features());
        if (layout.revision() != compiled) {
            recompile();
        }
        // with the features of another version, it may be too large
        if (decoded.rejection().isPresent()) {
            return reject(decoded.rejection().get(), decoded.detail());
        }
        for (int i = decoded.copy(row, of, into, start); i < of.all().length; i++) {
            int slot = of.all()[i];
            byte state = slot == Slots.NONE ? DecodedReadings.ABSENT : decoded.stateOf(row, slot);
            if (state == DecodedReadings.PRESENT) {
                into[start + i] = decoded.valueOf(row, slot);
                continue;
            }
            Optional<Rejection> lack = lack(wanted, i, slot, state);
            if (lack.isPresent()) {
                return lack;
            }
            into[start + i] = fallback(layout.slots().get(slot), state).value();
        }
        return Optional.empty();
    }

    /** Reads the record again, now with the features of a version that has not scored before. */
    private void recompile() {
        width = layout.slots().size();
        compiled = layout.revision();
        decoder.compile();
        decode();
        row = decoded.rowOf(selected);
    }

    private static Fallback fallback(FeatureMapping feature, byte state) {
        return switch (state) {
            case DecodedReadings.NULL -> feature.fallbacks().ofNull();
            case DecodedReadings.UNPARSABLE -> feature.fallbacks().unparsable();
            default -> feature.fallbacks().missing();
        };
    }

    private Optional<Rejection> lack(RowFeatures wanted, int index, int slot, byte state) {
        String name = wanted.features().get(index);
        String taker = ", the feature " + name + " of " + wanted.taker();
        if (slot == Slots.NONE) {
            List<String> known =
                    layout.slots().stream().map(FeatureMapping::name).toList();
            return reject(
                    Rejection.MISSING_FEATURE,
                    "the mapping of the topic " + mapping.topic() + " does not have " + taker.substring(2)
                            + near("; it has ", name, () -> Names.nearest(name, known)));
        }
        FeatureMapping feature = layout.slots().get(slot);
        if (!fallback(feature, state).refuses()) {
            return Optional.empty();
        }
        return switch (state) {
            case DecodedReadings.NULL -> reject(Rejection.NULL_FEATURE, feature.path() + " is null" + taker);
            case DecodedReadings.UNPARSABLE ->
                reject(
                        Rejection.UNPARSABLE_FEATURE,
                        feature.path() + " is '" + decoded.unparsable(row, slot) + "', but must be "
                                + feature.type().described() + taker);
            default ->
                reject(
                        Rejection.MISSING_FEATURE,
                        "the record has no field " + feature.path() + taker
                                + near(
                                        "; its schema has ",
                                        feature.path().toString(),
                                        () -> decoder.nearest(feature.path()).map(String::valueOf)));
        };
    }

    /** Finds what is called nearly so once for each record: all readings of a pack may lack the same field. */
    private String near(String words, String name, Supplier<Optional<String>> search) {
        return nearest.computeIfAbsent(
                words + name, asked -> search.get().map(words::concat).orElse(""));
    }

    @Override
    public String field(RowFeatures wanted, int feature) {
        int slot = layout.of(wanted.features()).all()[feature];
        return slot == Slots.NONE
                ? wanted.features().get(feature)
                : layout.slots().get(slot).path().toString();
    }

    private Optional<Rejection> reject(Rejection reason, String words) {
        rejection = Optional.of(reason);
        detail = words;
        return rejection;
    }
}
