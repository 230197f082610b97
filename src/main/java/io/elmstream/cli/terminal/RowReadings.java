package io.elmstream.cli.terminal;

import io.elmstream.tables.EventTimes;
import io.elmstream.tables.TableRow;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes readings of the rows of a table.
 *
 * @param times the column with the event times
 * @param sensors the column with the ids of the sensors
 * @param label the column with the true class
 */
public record RowReadings(Optional<EventTimes> times, Optional<String> sensors, Optional<String> label) {

    /** Returns the columns to read as texts. */
    public List<String> texts() {
        return Stream.of(times.map(EventTimes::column), sensors, label)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Returns the reading of a row.
     *
     * @param sensor its sensor, if no column names that
     * @param time its event time, if no column does
     * @param model the model that scores it; null for the configured one
     * @throws io.elmstream.data.DataException if the row has no time, sensor or label in its column
     */
    public SensorReading of(TableRow row, String sensor, @Nullable Instant time, @Nullable String model) {
        return new SensorReading(
                sensors.map(column -> sensor(row, column)).orElse(sensor),
                model,
                times.map(column -> column.of(row)).orElse(time),
                label.map(row::label).orElse(null),
                ReadingRecords.features(row.features()));
    }

    private static String sensor(TableRow row, String column) {
        String sensor = row.text(column);
        if (sensor.isBlank()) {
            throw row.at(column, "is empty, must be the id of a sensor");
        }
        return sensor;
    }
}
