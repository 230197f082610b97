package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackingTest {

    private static final byte[] TEXT =
            "time,speed,label\n1,17,low\n2,18,low\n3,19,high\n".repeat(50).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void shouldNotReadOtherContentsWhateverByteIsDamaged(Packing packing) throws IOException {
        // Given
        byte[] whole = packed(packing);

        for (int at = 0; at < whole.length; at++) {
            // When
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x11;

            // Then
            try (InputStream in = packing.unpacked(new ByteArrayInputStream(damaged))) {
                assertThat(in.readAllBytes()).as("byte %s", at).isEqualTo(TEXT);
            } catch (IOException e) {
                // it is noticed
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void shouldNoticeAtWhateverByteASecondFileIsCutOff(Packing packing) throws IOException {
        requireNoticedCuts(packing, packed(packing), packed(packing));
    }

    @Test
    void shouldNoticeCutsInFramesWithoutAChecksum() throws IOException {
        // Given
        byte[] noise = new byte[3_000];
        new Random(1).nextBytes(noise);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(frame)) {
            out.write(noise);
        }

        // When, then
        requireNoticedCuts(Packing.ZSTD, frame.toByteArray(), frame.toByteArray());
        requireNoticedCuts(Packing.ZSTD, packed(Packing.ZSTD), frame.toByteArray());
    }

    private static void requireNoticedCuts(Packing packing, byte[] first, byte[] second) throws IOException {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        for (int length = first.length + 1; length < both.length; length++) {
            ByteArrayInputStream cut = new ByteArrayInputStream(both, 0, length);
            assertThatThrownBy(() -> {
                        try (InputStream in = packing.unpacked(cut)) {
                            in.readAllBytes();
                        }
                    })
                    .as("%d of %d bytes", length, both.length)
                    .isInstanceOf(IOException.class);
        }
        try (InputStream in = packing.unpacked(new ByteArrayInputStream(first))) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrote(Packing packing) throws IOException {
        try (InputStream in = packing.unpacked(new ByteArrayInputStream(packed(packing)))) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @CsvSource({"day.csv, NONE", "DAY.CSV.GZ, GZIP", "day.csv.gz, GZIP", "Day.csv.Zst, ZSTD", "gz, NONE"})
    void shouldKnowEndingsInUpperCase(String name, Packing packing) {
        assertThat(Packing.of(name)).isEqualTo(packing);
    }

    @Test
    void shouldNameTheFileWithoutItsEnding() {
        assertThat(Packing.GZIP.without("DAY.CSV.GZ")).isEqualTo("DAY.CSV");
    }

    private static byte[] packed(Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.packed(bytes)) {
            out.write(TEXT);
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size());
    }
}
