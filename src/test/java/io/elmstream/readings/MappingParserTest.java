package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingParserTest {

    private static Mappings parse(String json) {
        return MappingParser.parse("readings", json.replace('\'', '"'));
    }

    @Test
    void shouldReadTopicsAndPatterns() {
        // When
        Mappings mappings =
                parse("{'telemetry': {'format': 'json'}, '/plant-.*/': {'format': 'json', 'sensor': 'id'}, 'own':"
                        + " {'format': 'elmstream'}}");

        // Then
        assertThat(mappings.named()).containsExactly("telemetry", "own");
        assertThat(mappings.named(Format.ELMSTREAM)).containsExactly("own");
        assertThat(mappings.of("plant-7"))
                .hasValueSatisfying(
                        mapping -> assertThat(mapping.sensor()).isEqualTo(new Place.Field(FieldPath.parse("id"))));
        assertThat(mappings.of("telemetry"))
                .hasValueSatisfying(mapping -> assertThat(mapping.sensor()).isEqualTo(new Place.Key()));
        assertThat(mappings.of("else")).isEmpty();
        assertThat(mappings.pattern().orElseThrow().matcher("plant-7").matches())
                .isTrue();
        assertThat(mappings.pattern().orElseThrow().matcher("telemetry2").matches())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                    | readings must have an entry for each input topic
                    []                                                    | readings is [], but must have keys and values
                    {'t': 5}                                              | readings.t has no format
                    {'t': {}}                                             | readings.t has no format; set it to one of elmstream, json
                    {'t': {'format': 'jsn'}}                              | readings.t.format is "jsn", but must be one of elmstream, json
                    {'t': {'format': 'json', 'sensr': 'a'}}               | readings.t has no key 'sensr'; did you mean sensor?
                    {'t': {'format': 'elmstream', 'sensor': 'a'}}         | readings.t has no key 'sensor'
                    {'t t': {'format': 'json'}}                           | readings.t t must be the name of a topic, or a pattern
                    {'/(/': {'format': 'json'}}                           | must be a regular expression: Unclosed group
                    {'t': {'format': 'json', 'sensor': 'a..b'}}           | readings.t.sensor: the path 'a..b' must have a name at character 3
                    {'t': {'format': 'json', 'sensor': 'a[x]'}}           | must have [] or a number in brackets
                    {'t': {'format': 'json', 'sensor': 'a[].b'}}          | the path a[].b leads into the elements of an array, so set each: a[]
                    {'t': {'format': 'json', 'each': 'a'}}                | readings.t.each is "a", but must be the path of an array followed by []
                    {'t': {'format': 'json', 'sensor': {'path': 'a', 'header': 'b'}}} | must have one of path, header and value
                    {'t': {'format': 'json', 'time': {'path': 'a', 'unit': 'h'}}}  | readings.t.time.unit is "h", but must be s, ms, us or ns
                    {'t': {'format': 'json', 'time': {'path': 'a', 'zone': 'Mars'}}} | must be a zone such as UTC, +01:00 or Europe/Berlin
                    {'t': {'format': 'json', 'time': {'path': 'a', 'pattern': 'bbb'}}} | must be a pattern such as yyyy-MM-dd HH:mm:ss
                    {'t': {'format': 'json', 'time': {'unit': 's'}}}      | must have either path or header
                    {'t': {'format': 'json', 'features': {}}}             | must have an entry for each feature
                    {'t': {'format': 'json', 'features': {'x': {'scale': 2}}}} | readings.t.features.x has no path
                    {'t': {'format': 'json', 'features': {'x': {'path': 'x', 'scale': 'two'}}}} | readings.t.features.x.scale is "two", but must be a finite number
                    {'t': {'format': 'json', 'features': {'x': {'path': 'x', 'type': 'enum'}}}} | must have values with the type enum
                    {'t': {'format': 'json', 'features': {'x': {'path': 'x', 'type': 'word'}}}} | its type must be number, boolean or enum
                    {'t': {'format': 'json', 'missing': 'nan'}}           | readings.t.missing is "nan", but must be refuse, NaN or a number
                    {'t'                                                  | readings must be an object in JSON
                    """)
    void shouldNameThePlaceAndTheValueOfAMistake(String json, String words) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
