package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AlertIdTest {

    @Test
    void shouldStayTheSameForEver() {
        // Given
        Position raisedBy = new Position("readings", 3, 12_345);

        // When
        String id = AlertId.of("pump-7", "shuttle", raisedBy);

        // Then
        assertThat(id).isEqualTo("3a4424345a0522d62a412bde3f5a33ed");
    }

    @Test
    void shouldTellApartTheReadingsOfARecord() {
        // Given
        Position first = new Position("readings", 3, 12_345, 0);
        Position second = new Position("readings", 3, 12_345, 1);

        // When / Then
        assertThat(AlertId.of("pump-7", "shuttle", first))
                .isEqualTo(AlertId.of("pump-7", "shuttle", new Position("readings", 3, 12_345)));
        assertThat(AlertId.of("pump-7", "shuttle", second)).isEqualTo("812a031916d9611314f205ec725adb82");
    }

    @Property
    void shouldTellApartWhatOnlyDiffersInWhereOneNameEnds(
            @ForAll @StringLength(max = 5) String a,
            @ForAll @StringLength(min = 1, max = 5) String b,
            @ForAll @StringLength(max = 5) String c) {
        // Given
        Position raisedBy = new Position("readings", 0, 0);

        // When
        String early = AlertId.of(a, b + c, raisedBy);
        String late = AlertId.of(a + b, c, raisedBy);

        // Then
        assertThat(early).isNotEqualTo(late).matches("[0-9a-f]{32}");
    }
}
