package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.Position;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AlertStateCodecTest {

    private static final AlertState RAISED = new AlertState(0b1011, Optional.of(new Position("readings", 3, 12_345)));
    private static final String RAISED_BYTES =
            "01" + "000000000000000b" + "00000003" + "0000000000003039" + "72656164696e6773";

    @Property
    void shouldReadWhatItWrote(@ForAll("states") AlertState state) throws UnreadableRecordException {
        // Given
        byte[] bytes = AlertStateCodec.encode(state);

        // When
        AlertState read = AlertStateCodec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(state);
    }

    @Test
    void shouldReadWhatTheFirstReleaseWrote() throws UnreadableRecordException {
        // Given
        byte[] stored = HexFormat.of().parseHex(RAISED_BYTES);

        // When
        AlertState read = AlertStateCodec.decode(stored);

        // Then
        assertThat(read).isEqualTo(RAISED);
        assertThat(AlertStateCodec.encode(RAISED)).isEqualTo(stored);
    }

    @Property
    void shouldReadAnyBytesOrSayThatItCannot(@ForAll byte[] bytes) {
        // Given / When / Then
        try {
            assertThat(AlertStateCodec.decode(bytes)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageContaining("state of an alert");
        }
    }

    @Test
    void shouldRefuseANewerFormatAndCutBytes() {
        // Given
        byte[] newer = AlertStateCodec.encode(RAISED);
        newer[0] = 2;
        byte[] cut = Arrays.copyOf(AlertStateCodec.encode(RAISED), 15);

        // When / Then
        assertThatThrownBy(() -> AlertStateCodec.decode(newer)).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> AlertStateCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
    }

    @Provide
    Arbitrary<AlertState> states() {
        Arbitrary<Optional<Position>> positions = Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).alpha(),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0))
                .as(Position::new)
                .optional();
        return Combinators.combine(Arbitraries.longs(), positions).as(AlertState::new);
    }
}
