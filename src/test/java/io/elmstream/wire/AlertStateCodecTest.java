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

    private static final AlertState RAISED_BY_THE_FIRST =
            new AlertState(0b1011, Optional.of(new Position("readings", 3, 12_345)));
    private static final AlertState RAISED =
            new AlertState(0b1011, Optional.of(new Position("readings", 3, 12_345, 7)));
    private static final String POSITION_BYTES = "00000003" + "0000000000003039" + "72656164696e6773";
    private static final String FORMAT_1 = "01" + "000000000000000b" + POSITION_BYTES;
    private static final String FORMAT_2 = "02" + "000000000000000b" + "0000000000000400" + POSITION_BYTES;
    private static final String FORMAT_3 = "03" + "000000000000000b" + "0000000000000400" + "00000003"
            + "0000000000003039" + "00000007" + "72656164696e6773";
    private static final String FORMAT_4 = "04" + "000000000000000b" + "0000000000000400" + "0000000000000200"
            + "00000003" + "0000000000003039" + "00000007" + "72656164696e6773";

    @Property
    void shouldReadWhatItWrote(@ForAll("states") SeenAlertState state) throws UnreadableRecordException {
        // Given
        byte[] bytes = AlertStateCodec.encode(state);

        // When
        SeenAlertState read = AlertStateCodec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(state);
    }

    @Test
    void shouldReadWhatTheFirstReleaseWrote() throws UnreadableRecordException {
        // Given
        byte[] stored = HexFormat.of().parseHex(FORMAT_1);

        // When
        SeenAlertState read = AlertStateCodec.decode(stored);

        // Then
        assertThat(read).isEqualTo(new SeenAlertState(RAISED_BY_THE_FIRST, SeenAlertState.UNKNOWN));
    }

    @Test
    void shouldReadWhatReleasesWroteThatDidNotCountTheReadingsOfARecord() throws UnreadableRecordException {
        // Given
        byte[] stored = HexFormat.of().parseHex(FORMAT_2);

        // When
        SeenAlertState read = AlertStateCodec.decode(stored);

        // Then
        assertThat(read).isEqualTo(new SeenAlertState(RAISED_BY_THE_FIRST, 1_024));
    }

    @Test
    void shouldReadWhatReleasesWroteThatDidNotStoreWhenAnAlertWasRaised() throws UnreadableRecordException {
        // Given
        byte[] stored = HexFormat.of().parseHex(FORMAT_3);

        // When
        SeenAlertState read = AlertStateCodec.decode(stored);

        // Then
        assertThat(read).isEqualTo(new SeenAlertState(RAISED, 1_024, SeenAlertState.UNKNOWN));
    }

    @Test
    void shouldWriteWhenTheSensorWasSeenAndWhichReadingRaisedItsAlertWhen() {
        // Given / When
        byte[] bytes = AlertStateCodec.encode(new SeenAlertState(RAISED, 1_024, 512));

        // Then
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(FORMAT_4);
    }

    @Test
    void shouldWriteStatesWithoutTheTimeOfAnAlertAsReleasesReadThemThatDoNotStoreIt() {
        // Given
        AlertState quiet = new AlertState(0b1011, Optional.empty());

        // When
        byte[] untimed = AlertStateCodec.encode(new SeenAlertState(RAISED, 1_024, SeenAlertState.UNKNOWN));
        byte[] unraised = AlertStateCodec.encode(new SeenAlertState(quiet, 1_024));

        // Then
        assertThat(HexFormat.of().formatHex(untimed)).isEqualTo(FORMAT_3);
        assertThat(HexFormat.of().formatHex(unraised)).isEqualTo(FORMAT_3.substring(0, 34));
    }

    @Property
    void shouldReadAnyBytesOrSayThatItCannot(@ForAll byte[] bytes) {
        // Given / When / Then
        try {
            assertThat(AlertStateCodec.decode(bytes)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageContaining("alert state");
        }
    }

    @Test
    void shouldRefuseANewerFormatAndCutBytes() {
        // Given
        byte[] newer = HexFormat.of().parseHex(FORMAT_4);
        newer[0] = 5;
        byte[] cut = Arrays.copyOf(HexFormat.of().parseHex(FORMAT_4), 15);

        // When / Then
        assertThatThrownBy(() -> AlertStateCodec.decode(newer)).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> AlertStateCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
    }

    @Provide
    Arbitrary<SeenAlertState> states() {
        Arbitrary<Optional<Position>> positions = Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).alpha(),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().greaterOrEqual(0))
                .as(Position::new)
                .optional();
        return Combinators.combine(Arbitraries.longs(), positions, Arbitraries.longs(), Arbitraries.longs())
                .as((hits, raisedBy, lastSeen, raisedAt) -> new SeenAlertState(
                        new AlertState(hits, raisedBy),
                        lastSeen,
                        raisedBy.isPresent() ? raisedAt : SeenAlertState.UNKNOWN));
    }
}
