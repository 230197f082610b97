package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;

class HalfFloatTest {

    @Example
    void shouldReadBackEveryFiniteValue() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            // Given
            float value = HalfFloat.fromBits((short) bits);
            boolean finite = (bits & 0x7c00) != 0x7c00;

            // When / Then
            assertThat(Float.isFinite(value)).isEqualTo(finite);
            if (finite) {
                assertThat(HalfFloat.isExact(value)).as("bits %x", bits).isTrue();
                assertThat(HalfFloat.toBits(value)).as("bits %x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Example
    void shouldKnowTheValuesOfTheStandard() {
        // Given / When / Then: IEEE 754-2008, binary16
        assertThat(HalfFloat.fromBits((short) 0x3c00)).isEqualTo(1);
        assertThat(HalfFloat.fromBits((short) 0xc000)).isEqualTo(-2);
        assertThat(HalfFloat.fromBits((short) 0x7bff)).isEqualTo(65_504);
        assertThat(HalfFloat.fromBits((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.fromBits((short) 0x3555)).isEqualTo(0.33325195f);
        assertThat(HalfFloat.round(1 + 0x1p-11f)).as("ties to even").isEqualTo(1);
        assertThat(HalfFloat.round(1 + 3 * 0x1p-11f)).isEqualTo(1 + 0x1p-9f);
        assertThat(HalfFloat.round(1e9f)).isEqualTo(65_504);
    }

    @Property
    void shouldRoundToTheNearest(@ForAll @FloatRange(min = -65_504, max = 65_504) float value) {
        // When
        float rounded = HalfFloat.round(value);

        // Then
        short bits = HalfFloat.toBits(rounded);
        assertThat(HalfFloat.fromBits(bits)).isEqualTo(rounded);
        for (short near : new short[] {(short) (bits - 1), (short) (bits + 1)}) {
            float neighbour = HalfFloat.fromBits(near);
            if (Float.isFinite(neighbour)) {
                assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(Math.abs(neighbour - value));
            }
        }
    }
}
