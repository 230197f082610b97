package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void shouldGiveKnownValues() {
        assertThat(Activation.SIGMOID.apply(0)).isEqualTo(0.5);
        assertThat(Activation.SIGMOID.apply(Math.log(3))).isCloseTo(0.75, within(1e-15));
        assertThat(Activation.SIGMOID.apply(-Math.log(3))).isCloseTo(0.25, within(1e-15));
        assertThat(Activation.TANH.apply(Math.log(2))).isCloseTo(0.6, within(1e-15));
        assertThat(Activation.TANH.apply(-1e9)).isEqualTo(-1);
        assertThat(Activation.RELU.apply(2.5)).isEqualTo(2.5);
        assertThat(Activation.RELU.apply(-2.5)).isZero();
    }
}
