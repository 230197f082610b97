package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.serving.RowFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedReaderTest {

    private static final byte[] VALUE = "{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4}".getBytes(UTF_8);

    /** The features of a version. */
    private record Version(List<String> features) implements RowFeatures {

        @Override
        public String taker() {
            return "a model";
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 65_536})
    void shouldGiveEachOfManyVersionsItsFeaturesInItsOrder(int mostSlots) {
        // Given
        Mapping mapping = MappingParser.parse("readings", "{\"t\": {\"format\": \"json\"}}")
                .of("t")
                .orElseThrow();
        Layout layout = new Layout(mapping, mostSlots);
        MappedReader reader = new MappedReader(mapping, layout, new JsonDecoder(mapping, layout));
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            versions.add(new Version(new ArrayList<>(
                    i % 3 == 0 ? List.of("a", "b") : i % 3 == 1 ? List.of("d", "c") : List.of("c", "a"))));
        }

        // When, then
        for (int round = 0; round < 2; round++) {
            for (Version version : versions) {
                float[] row = new float[2];
                reader.read("k".getBytes(UTF_8), VALUE, new RecordHeaders(), 1);
                reader.select(0);
                assertThat(reader.row(version, row, 0)).isEmpty();
                assertThat(row)
                        .containsExactly(
                                version.features().get(0).charAt(0) - 'a' + 1,
                                version.features().get(1).charAt(0) - 'a' + 1);
            }
        }
    }
}
