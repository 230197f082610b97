package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import io.elmstream.tables.CsvFile;
import io.elmstream.tables.EventTimes;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowReadingsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private static final Table TABLE = Table.of(CsvFile.ofText(
            "text", "at,unit,mode,temp,state\n2026-11-01 00:00,b-1,auto,21.5,on\n2026-11-01 00:01,,off,22,off\n"));

    @Test
    void shouldTakeTimeSensorLabelAndEncodedFeaturesFromARow() {
        // Given
        RowReadings readings = new RowReadings(
                Optional.of(EventTimes.parse("at", TABLE.columns())), Optional.of("unit"), Optional.of("state"));

        // When
        List<SensorReading> made = read(readings, "1..1");

        // Then
        SensorReading reading = made.get(0);
        assertThat(reading.getSensorId()).isEqualTo("b-1");
        assertThat(reading.getEventTime()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(reading.getModelId()).isEqualTo("boiler");
        assertThat(reading.getLabel()).isEqualTo("on");
        assertThat(reading.getFeatures()).containsExactly(0f, 1f, 21.5f);
        assertThatThrownBy(() -> read(readings, "2..2"))
                .isInstanceOf(DataException.class)
                .hasMessage("text, row 2 (line 3), column \"unit\" is empty, must be the id of a sensor");
    }

    @Test
    void shouldTakeWhatIsGivenWhereNoColumnIsNamed() {
        // When
        SensorReading reading = read(new RowReadings(Optional.empty(), Optional.empty(), Optional.empty()), "2..2")
                .get(0);

        // Then
        assertThat(reading.getSensorId()).isEqualTo("other");
        assertThat(reading.getEventTime()).isEqualTo(NOW);
        assertThat(reading.getLabel()).isNull();
        assertThat(reading.getFeatures()).containsExactly(1f, 0f, 22f);
    }

    private static List<SensorReading> read(RowReadings readings, String rows) {
        List<SensorReading> made = new ArrayList<>();
        TABLE.rows(List.of("mode=off", "mode=auto", "temp"), readings.texts(), RowRange.parse(rows))
                .forEach(row -> made.add(readings.of(row, "other", NOW, "boiler")));
        return made;
    }
}
