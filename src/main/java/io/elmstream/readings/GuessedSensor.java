package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is taken for the sensor id of samples.
 *
 * @param field the field; empty if it is none
 * @param isKey whether it is the key of the records
 * @param values the number of different ids
 * @param repeats whether some of them occur several times
 */
record GuessedSensor(Optional<SampleField> field, boolean isKey, int values, boolean repeats) {

    private static final List<String> NAMES = List.of(
            "sensor",
            "device",
            "thing",
            "asset",
            "machine",
            "node",
            "station",
            "meter",
            "equipment",
            "gateway",
            "serial",
            "mac",
            "host",
            "id");

    private static final GuessedSensor NONE = new GuessedSensor(Optional.empty(), false, 0, false);

    static GuessedSensor of(List<MappingSuggestion.Sample> samples, List<SampleField> fields) {
        Optional<GuessedSensor> key = ofKeys(samples);
        return key.filter(GuessedSensor::repeats)
                .or(() -> ofFields(fields))
                .or(() -> key)
                .orElse(NONE);
    }

    private static Optional<GuessedSensor> ofKeys(List<MappingSuggestion.Sample> samples) {
        Set<String> ids = new HashSet<>();
        for (MappingSuggestion.Sample sample : samples) {
            byte[] key = sample.key();
            if (key == null || key.length == 0 || key.length > TopicReader.MAX_SENSOR_BYTES || !isText(key)) {
                return Optional.empty();
            }
            ids.add(new String(key, StandardCharsets.UTF_8));
        }
        return Optional.of(new GuessedSensor(Optional.empty(), true, ids.size(), ids.size() < samples.size()));
    }

    private static boolean isText(byte[] key) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .chars()
                    .noneMatch(Character::isISOControl);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Optional<GuessedSensor> ofFields(List<SampleField> fields) {
        return fields.stream()
                .filter(field -> rank(field) >= 0 && isInAllReadings(field))
                .sorted(Comparator.comparingInt(GuessedSensor::rank))
                .map(field -> {
                    int ids = field.distinctTexts().size();
                    return new GuessedSensor(Optional.of(field), false, ids, ids < field.expected());
                })
                .min(Comparator.comparing(guess -> !guess.repeats()));
    }

    private static int rank(SampleField field) {
        String name = field.plainName();
        int named = NAMES.indexOf(name);
        return named < 0 && name.endsWith("id") ? NAMES.indexOf(name.substring(0, name.length() - 2)) : named;
    }

    private static boolean isInAllReadings(SampleField field) {
        return field.missing() == 0 && field.values().stream().allMatch(GuessedSensor::isId);
    }

    private static boolean isId(JsonNode value) {
        if (value.isTextual()) {
            int length = value.textValue().getBytes(StandardCharsets.UTF_8).length;
            return length > 0 && length <= TopicReader.MAX_SENSOR_BYTES;
        }
        return value.isIntegralNumber() && value.canConvertToLong();
    }
}
