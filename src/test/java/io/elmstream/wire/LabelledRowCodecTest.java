package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.labels.LabelledRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LabelledRowCodecTest {

    private static final LabelledRow ROW = new LabelledRow(
            "shuttle", "pump-1", 1_764_000_000_000L, new float[] {1.5f, -2, Float.NaN}, "Rad.Flöw", 2.5);

    @Property(tries = 200)
    void shouldReadWhatItWrote(
            @ForAll @StringLength(max = 20) String text,
            @ForAll long eventTime,
            @ForAll @Size(max = 40) float[] features,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double weight)
            throws UnreadableRecordException {
        // Given
        String label = new String(text.getBytes(UTF_8), UTF_8);
        LabelledRow row = new LabelledRow("m-" + label, label + "-s", eventTime, features, label, weight);

        // When
        LabelledRow read = LabelledRowCodec.decode(LabelledRowCodec.encode(row));

        // Then
        assertThat(read).isEqualTo(row);
    }

    @Test
    void shouldReadTheStoredRow() throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/wire/labelled-row.bin"));

        // When
        LabelledRow read = LabelledRowCodec.decode(bytes);

        // Then
        assertThat(read).isEqualTo(ROW);
        assertThat(LabelledRowCodec.encode(read)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseWhatIsCutShortOrTooLongOrOfANewerFormat() {
        // Given
        byte[] bytes = LabelledRowCodec.encode(ROW);
        byte[] newer = bytes.clone();
        newer[0] = 9;

        // When, Then
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LabelledRowCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
        }
        assertThatThrownBy(() -> LabelledRowCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> LabelledRowCodec.decode(newer))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format 9, not 1");
    }

    @Test
    void shouldRefuseAWeightThatNoLearnerTakes() {
        // Given
        byte[] bytes = ByteBuffer.wrap(LabelledRowCodec.encode(ROW))
                .putDouble(1 + Long.BYTES, -1)
                .array();

        // When, Then
        assertThatThrownBy(() -> LabelledRowCodec.decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("its weight is -1.0, must be above 0 and up to 1000000.0");
    }
}
