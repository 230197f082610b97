package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    @ParameterizedTest
    @CsvSource({"0, 1000", "48000, 1000", "9999999, 1000", "10000000, 1000000", "80000000000, 1000000"})
    void shouldCountSmallFilesInKilobytes(long total, long unit) {
        assertThat(Progress.unit(total)).isEqualTo(unit);
    }
}
