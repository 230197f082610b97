package io.elmstream.readings;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.readings.TimeForm.Epoch;
import io.elmstream.readings.TimeForm.Pattern;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The field that is taken for the event time of samples.
 *
 * @param field which has no other values
 * @param settings how it is written, as the settings of a mapping; empty if the mapping need not say so
 * @param example a value, and the time that it stands for
 */
record GuessedTime(SampleField field, Map<String, String> settings, String example) {

    private static final long EARLIEST = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    private static final List<String> NAMES =
            List.of("ts", "time", "timestamp", "eventtime", "datetime", "date", "at", "when", "epoch", "t");
    private static final List<String> ENDS = List.of("time", "timestamp", "date", "at", "ts");

    private static final List<String> PATTERNS = List.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd");

    /** Returns the times among the fields, the most likely first. */
    static List<GuessedTime> of(List<SampleField> fields) {
        return fields.stream()
                .filter(field -> rank(field) < Integer.MAX_VALUE)
                // what a reading says is nearer than what the record says of all of them
                .sorted(Comparator.comparing(
                                (SampleField field) -> field.path().upToEach().isEmpty())
                        .thenComparing(GuessedTime::rank))
                .flatMap(field -> of(field).stream())
                .toList();
    }

    private static int rank(SampleField field) {
        String name = field.plainName();
        int exact = NAMES.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        return ENDS.stream().anyMatch(name::endsWith) ? NAMES.size() : Integer.MAX_VALUE;
    }

    private static Optional<GuessedTime> of(SampleField field) {
        List<JsonNode> values = field.present();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<Map<String, String>, TimeForm> form : forms().entrySet()) {
            List<Long> times = new ArrayList<>();
            values.forEach(value -> millis(form.getValue(), value).ifPresent(times::add));
            if (times.size() == values.size()) {
                String example = text(values.get(0)) + " is " + Instant.ofEpochMilli(times.get(0));
                return Optional.of(new GuessedTime(field, form.getKey(), example));
            }
        }
        return Optional.empty();
    }

    private static Map<Map<String, String>, TimeForm> forms() {
        Map<Map<String, String>, TimeForm> forms = new LinkedHashMap<>();
        forms.put(Map.of("unit", "s"), Epoch.SECONDS);
        forms.put(Map.of("unit", "ms"), Epoch.MILLIS);
        forms.put(Map.of("unit", "us"), Epoch.MICROS);
        forms.put(Map.of("unit", "ns"), Epoch.NANOS);
        forms.put(Map.of(), Pattern.ISO);
        PATTERNS.forEach(text -> forms.put(
                Map.of("pattern", text), new Pattern(DateTimeFormatter.ofPattern(text, Locale.ROOT), ZoneOffset.UTC)));
        return forms;
    }

    /** Returns the time in epoch milliseconds; empty if the value has another form, or the time is unlikely. */
    private static OptionalLong millis(TimeForm form, JsonNode value) {
        OptionalLong millis = OptionalLong.empty();
        if (value.isTextual()) {
            millis = form instanceof Pattern pattern
                    ? pattern.millis(value.textValue())
                    : ((Epoch) form).millis(value.textValue());
        } else if (value.isNumber() && form instanceof Epoch epoch) {
            millis = value.canConvertToExactIntegral() && value.canConvertToLong()
                    ? epoch.millis(value.longValue())
                    : epoch.millis(value.doubleValue());
        }
        return millis.isPresent() && millis.getAsLong() >= EARLIEST && millis.getAsLong() < LATEST
                ? millis
                : OptionalLong.empty();
    }

    /** Returns a number without an exponent. */
    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
