package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClocksTest {

    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void shouldNotDateAChangeBackWhenTheGovernorIsAnHourBehind() {
        // When
        Clocks clocks = new Clocks(NOW - HOUR, NOW);

        // Then
        assertThat(clocks.now()).isEqualTo(NOW);
        assertThat(clocks.difference())
                .hasValueSatisfying(
                        words -> assertThat(words).contains("governor's clock is 3,600 s behind", "set the clocks"));
    }

    @Test
    void shouldSayThatAChangeComesLateWhenTheGovernorIsAnHourAhead() {
        // When
        Clocks clocks = new Clocks(NOW + HOUR, NOW);

        // Then
        assertThat(clocks.now()).isEqualTo(NOW + HOUR);
        assertThat(clocks.difference())
                .hasValueSatisfying(words -> assertThat(words).contains("3,600 s old", "clocks differ"));
    }

    @Test
    void shouldSayNothingWhereClocksAgreeOrOneIsUnknown() {
        assertThat(new Clocks(NOW, NOW + 4_000))
                .returns(NOW, Clocks::now)
                .satisfies(c -> assertThat(c.difference()).isEmpty());
        assertThat(new Clocks(NOW, NOW - 50_000).difference()).isEmpty();
        assertThat(new Clocks(NOW, 0).difference()).isEmpty();
    }
}
