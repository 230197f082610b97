package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.FeatureMapping.Fallbacks;
import io.elmstream.readings.Format;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.Place;
import io.elmstream.readings.SchemaIds;
import io.elmstream.readings.TopicName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensorsShowCommandTest {

    @Test
    void shouldNotSayThatNothingWasAnsweredWhereDeadLettersCannotBeTold() {
        // Given
        Mappings keyed = Mappings.elmstream("readings");
        Mappings mapped = new Mappings(List.of(new Mapping(
                new TopicName.Exact("raw"),
                Format.JSON,
                SchemaIds.CONTENT,
                Optional.empty(),
                new Place.Header("sensor"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Fallbacks.REFUSE)));

        // When, then
        assertThat(SensorsShowCommand.remark(true, keyed))
                .contains("no reading of this sensor was answered since then");
        assertThat(SensorsShowCommand.remark(false, keyed)).isEmpty();
        assertThat(SensorsShowCommand.remark(true, mapped))
                .hasValueSatisfying(remark -> assertThat(remark)
                        .startsWith("dead letters of raw are not counted")
                        .doesNotContain("answered"));
    }
}
