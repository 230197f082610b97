package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingJsonTest {

    @Test
    void shouldReadFeaturesByNameAndInOrder() {
        // When
        SensorReading named = read("{'sensorId': 's1', 'features': {'pressure': 1.5, 'temperature': 20}}");
        SensorReading ordered = read("{'sensorId': 's1', 'features': [20, 1.5]}");

        // Then
        assertThat(named).isEqualTo(ordered).isEqualTo(new SensorReading("s1", null, null, null, List.of(20f, 1.5f)));
    }

    @Test
    void shouldReadAllFields() {
        // When
        SensorReading text = read("{'sensorId': 's1', 'modelId': 'boiler', 'eventTime': '2026-01-01T00:00:00Z',"
                + " 'label': 'hot', 'features': {'temperature': null, 'pressure': 1}}");
        SensorReading millis = read("{'sensorId': 's1', 'eventTime': 1767225600000, 'features': [1, 2]}");

        // Then
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(text).isEqualTo(new SensorReading("s1", "boiler", time, "hot", List.of(Float.NaN, 1f)));
        assertThat(millis.getEventTime()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            [1]                                            | must be an object with the fields [sensorId, modelId,
            {'sensorId': 's1', 'features': [1, 2]          | line 1, column
            {'sensorId': 's1', 'features': [1, 2]} x       | line 1, column
            {'sensorId': 's1', 'sensorId': 's2'}           | Duplicate field 'sensorId'
            {'features': [1, 2]}                           | field sensorId is missing
            {'sensorId': 7, 'features': [1, 2]}            | field sensorId is 7, must be a string
            {'sensorid': 's1', 'features': [1, 2]}         | has a field "sensorid"; its fields are
            {'sensorId': 's1', 'feature': [1, 2]}          | Did you mean "features"?
            {'sensorId': 's1'}                             | field features is missing, must be an object of values
            {'sensorId': 's1', 'eventTime': 'noon', 'features': [1, 2]} | field eventTime is "noon", must be a time
            {'sensorId': 's1', 'eventTime': 1.5, 'features': [1, 2]}    | field eventTime is 1.5, must be a time
            {'sensorId': 's1', 'features': [1, 'hot']}     | field features.1 is "hot", must be a number, or null
            {'sensorId': 's1', 'features': [1, 1e40]}      | field features.1 is 1E+40, must be a number
            {'sensorId': 's1', 'features': [1, -1e400]}    | field features.1 is -1E+400, must be a number
            {'sensorId': 's1', 'features': [1, 2, 3]}      | there are 3 values, model "boiler" has 2 features
            {'sensorId': 's1', 'features': {'temperature': 'hot', 'pressure': 1}} | field features.temperature is "hot"
            {'sensorId': 's1', 'features': {'temperature': 1}}          | feature "pressure" of model "boiler" has no
            {'sensorId': 's1', 'features': {'temprature': 1, 'pressure': 1}} | Did you mean "temperature"?
            """)
    void shouldNameWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("the reading in JSON")
                .withMessageContaining(message);
    }

    @Test
    void shouldRefuseJsonThatIsNestedTooDeeply() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("[".repeat(5_000)))
                .withMessageStartingWith("the reading in JSON: ");
    }

    private static SensorReading read(String json) {
        return ReadingJson.read(
                json.replace('\'', '"'),
                (Optional<String> model) ->
                        new NamedFeatures(model.orElse("boiler"), List.of("temperature", "pressure")));
    }
}
