package io.elmstream.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.Position;
import io.elmstream.labels.Held.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The files of {@code src/test/resources/labels} are never written again. */
class EntryCodecTest {

    private static final long T = 1_764_000_000_000L;
    private static final Position POSITION = new Position("sensor-readings", 1, 42, 7);
    private static final float[] ROW = {1.5f, -2};

    @Test
    void shouldReadTheStoredClocks() throws IOException {
        // When
        EntryCodec.Clocks read = EntryCodec.clocks(stored("clocks"));

        // Then
        assertThat(read).isEqualTo(new EntryCodec.Clocks(T, 5_000));
        assertThat(EntryCodec.encode(read)).isEqualTo(stored("clocks"));
    }

    @Test
    void shouldReadTheStoredReading() throws IOException {
        // When
        Held.Reading read = EntryCodec.reading(3, stored("reading"));

        // Then
        assertThat(read.number()).isEqualTo(3);
        assertThat(read.time()).isEqualTo(T);
        assertThat(read.since()).isEqualTo(5_000);
        assertThat(read.reading().modelId()).isEqualTo("shuttle");
        assertThat(read.keys()).containsExactly(POSITION, new Held.At("pump-1", T + 123));
        assertThat(read.given()).isEmpty();
        assertThat(EntryCodec.row(stored("reading"))).isEqualTo(ROW);
        assertThat(EntryCodec.encode(read, ROW)).isEqualTo(stored("reading"));
    }

    @Test
    void shouldReadTheStoredReadingThatHasItsLabel() throws IOException {
        // When
        Held.Reading read = EntryCodec.reading(3, stored("joined-reading"));

        // Then
        assertThat(read.given()).contains(new Given("leak", 2.5, true));
        assertThat(EntryCodec.encode(read, ROW)).isEqualTo(stored("joined-reading"));
    }

    @Test
    void shouldReadTheStoredLabel() throws IOException {
        // When
        Held.Waiting read = EntryCodec.label(4, stored("label"));

        // Then
        assertThat(read)
                .isEqualTo(new Held.Waiting(
                        4,
                        T,
                        5_000,
                        new Label(
                                "pump-1",
                                OptionalLong.of(T + 123),
                                Optional.of(POSITION),
                                "leak",
                                2.5,
                                Optional.of("shuttle"))));
        assertThat(EntryCodec.encode(read)).isEqualTo(stored("label"));
    }

    @Test
    void shouldRefuseWhatIsCutShort() throws IOException {
        // Given
        byte[] bytes = stored("label");

        // When, Then
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> EntryCodec.label(4, cut)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldOrderKeysByArrival() {
        // When, Then
        assertThat(Arrays.compareUnsigned(
                        EntryCodec.key(EntryCodec.READING, 255), EntryCodec.key(EntryCodec.READING, 256)))
                .isNegative();
        assertThat(EntryCodec.number(EntryCodec.key(EntryCodec.LABEL, 1L << 40)))
                .isEqualTo(1L << 40);
    }

    private static byte[] stored(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/labels", name + ".bin"));
    }
}
