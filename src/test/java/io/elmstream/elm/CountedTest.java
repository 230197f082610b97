package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

    @Test
    void shouldHaveASingularForOneOnly() {
        assertThat(Counted.of(0, "row")).isEqualTo("0 rows");
        assertThat(Counted.of(1, "row")).isEqualTo("1 row");
        assertThat(Counted.of(2_000, "row")).isEqualTo("2,000 rows");
        assertThat(Counted.of(1, "reading was", "readings were")).isEqualTo("1 reading was");
        assertThat(Counted.of(2, "reading was", "readings were")).isEqualTo("2 readings were");
    }
}
