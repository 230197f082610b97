package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingIndicesTest {

    @Test
    void shouldReadWhatItWritesOfManyReadings() {
        // Given
        BitSet everySecond = new BitSet();
        for (int i = 0; i < 10_000; i += 2) {
            everySecond.set(i);
        }

        // When
        BitSet read =
                ReadingIndices.of(header(ReadingIndices.text(everySecond))).orElseThrow();

        // Then
        assertThat(read).isEqualTo(everySecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5-3", "1,", "-1", "1-2-3", "a", "1234567"})
    void shouldRefuseWhatNamesNoReadings(String text) {
        // When, then
        assertThatThrownBy(() -> ReadingIndices.of(header(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ReadingIndices.HEADER);
    }

    private static Headers header(String text) {
        return new RecordHeaders().add(ReadingIndices.HEADER, text.getBytes(UTF_8));
    }
}
