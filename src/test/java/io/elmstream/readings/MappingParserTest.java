package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

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
    @CsvFileSource(resources = "/readings/mistakes.csv", delimiter = '|', quoteCharacter = '`')
    void shouldNameThePlaceAndTheValueOfAMistake(String json, String words) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
