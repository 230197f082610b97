package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.Position;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SensorStateCodecTest {

    private static final SensorState STATE =
            new SensorState(2_000, 1_000, "Rad.Flow", 0.5f, 3, 2, new Position("readings", 1, 42, 7));

    @Property(tries = 200)
    void shouldReadWhatItWrote(
            @ForAll long lastSeen,
            @ForAll long since,
            @ForAll String label,
            @ForAll float confidence,
            @ForAll @IntRange(max = 1_000) int number)
            throws UnreadableRecordException {
        // Given
        String text = new String(label.getBytes(UTF_8), UTF_8);
        SensorState state =
                new SensorState(lastSeen, since, text, confidence, number, number, new Position(text, number, number));

        // When
        SensorState read = SensorStateCodec.decode(SensorStateCodec.encode(state));

        // Then
        assertThat(read).isEqualTo(state);
    }

    @Test
    void shouldRefuseWhatIsCutShortOrTooLongOrOfANewerFormat() {
        // Given
        byte[] bytes = SensorStateCodec.encode(STATE);
        byte[] newer = bytes.clone();
        newer[0] = 9;

        // When, Then
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SensorStateCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
        }
        assertThatThrownBy(() -> SensorStateCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> SensorStateCodec.decode(newer))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format 1");
    }

    @Test
    void shouldTellHowLongALabelHasHeld() {
        // When, Then
        assertThat(STATE.heldSeconds(61_500)).isEqualTo(60.5);
        assertThat(STATE.heldSeconds(500)).isZero();
    }
}
