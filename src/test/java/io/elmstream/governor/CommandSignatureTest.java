package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSignatureTest {

    private static final KeyPair OWN = TestKeys.pair(1);
    private static final KeyPair OTHER = TestKeys.pair(2);

    @Property(tries = 200)
    void shouldFitWhatWasSignedAndTheOwnersKey(@ForAll @Size(max = 50) byte[] key, @ForAll @Size(max = 500) byte[] value) {
        // When
        byte[] signature = CommandSignature.sign(OWN.getPrivate(), key, value);

        // Then
        assertThat(signature).hasSize(64);
        assertThat(CommandSignature.fits(signature, OWN.getPublic(), key, value)).isTrue();
        assertThat(CommandSignature.fits(signature, OTHER.getPublic(), key, value)).isFalse();
    }

    @Property(tries = 300)
    void shouldFitNothingElse(
            @ForAll @Size(min = 1, max = 20) byte[] key,
            @ForAll @Size(min = 1, max = 50) byte[] value,
            @ForAll @IntRange(max = 2) int changed,
            @ForAll @IntRange(max = 10_000) int bit) {
        // Given
        byte[] signature = CommandSignature.sign(OWN.getPrivate(), key, value);
        byte[][] record = {signature, key, value};

        // When
        record[changed] = flipped(record[changed], bit);

        // Then
        assertThat(CommandSignature.fits(record[0], OWN.getPublic(), record[1], record[2])).isFalse();
    }

    @Test
    void shouldTellWhereTheKeyEnds() {
        // When
        byte[] signature = CommandSignature.sign(OWN.getPrivate(), bytes("shuttle"), bytes("-2 please"));

        // Then
        assertThat(CommandSignature.fits(signature, OWN.getPublic(), bytes("shuttle-2"), bytes(" please"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 100_000})
    void shouldFitNoSignatureOfAnotherLength(int length) {
        // When, then
        assertThat(CommandSignature.fits(new byte[length], OWN.getPublic(), bytes("shuttle"), bytes("value"))).isFalse();
    }

    @Test
    void shouldRefuseAKeyOfAnotherKind() throws NoSuchAlgorithmException {
        // Given
        KeyPair curve = KeyPairGenerator.getInstance("EC").generateKeyPair();
        byte[] signature = CommandSignature.sign(OWN.getPrivate(), bytes("shuttle"), bytes("value"));

        // When, then
        assertThatThrownBy(() -> CommandSignature.sign(curve.getPrivate(), bytes("shuttle"), bytes("value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot sign with this key");
        assertThat(CommandSignature.fits(signature, curve.getPublic(), bytes("shuttle"), bytes("value"))).isFalse();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = Arrays.copyOf(bytes, bytes.length);
        flipped[bit / 8 % bytes.length] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
