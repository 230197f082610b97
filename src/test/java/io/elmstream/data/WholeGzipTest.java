package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class WholeGzipTest {

    private static final byte[] TEXT = "a,b\n1,2\n".repeat(1_000).getBytes();

    @Test
    void shouldReadAllMembers() throws IOException {
        // Given
        byte[] two = joined(member(), member());

        // When
        byte[] read = read(two);

        // Then
        assertThat(read).isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void shouldRefuseADamagedSecondMember() throws IOException {
        // Given
        byte[] damaged = joined(member(), member());
        damaged[member().length] ^= 1;
        byte[] cutOff = Arrays.copyOf(joined(member(), member()), member().length + 5);

        // When / Then
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(cutOff)).isInstanceOf(IOException.class).hasMessageContaining("cut off");
    }

    private static byte[] read(byte[] packed) throws IOException {
        return new WholeGzip(new ByteArrayInputStream(packed), 512).readAllBytes();
    }

    private static byte[] member() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(TEXT);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
