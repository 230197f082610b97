package io.elmstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoViewTest {

    @Test
    void shouldSayHowLongTheStartTakes() {
        // When, then
        assertThat(DemoView.busyText("starting", 3.2, 8)).isEqualTo("    starting      3 s, takes about 8 s");
    }

    @Test
    void shouldNotPromiseATimeThatHasPassed() {
        // When
        String line = DemoView.busyText("starting", 124, 8);

        // Then
        assertThat(line)
                .isEqualTo("    starting      124 s, longer than the usual 8 s: the machine is busy or slow")
                .hasSizeLessThanOrEqualTo(80);
    }
}
