package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "a, '', 1", "kitten, sitting, 3", "abc, ca, 3", "batch.size, batch.max.size, 4"})
    void shouldCountTheChanges(String one, String other, int expected) {
        // When, then
        assertThat(Names.distance(one, other)).isEqualTo(expected);
    }

    @Test
    void shouldFindTheNearestNameAmongNamesOfAnyLength() {
        // Given
        List<String> names = List.of("x".repeat(1_000_000), "t", "pressure", "Temperature");

        // When, then
        assertThat(Names.nearest("temprature", names)).contains("Temperature");
        assertThat(Names.nearest("temp", names)).isEmpty();
    }

    @Property(tries = 200)
    void shouldBeADistance(
            @ForAll @StringLength(max = 8) String a,
            @ForAll @StringLength(max = 8) String b,
            @ForAll @StringLength(max = 8) String c) {
        // When, then
        assertThat(Names.distance(a, a)).isZero();
        assertThat(Names.distance(a, b)).isEqualTo(Names.distance(b, a));
        assertThat(Names.distance(a, c)).isLessThanOrEqualTo(Names.distance(a, b) + Names.distance(b, c));
    }
}
