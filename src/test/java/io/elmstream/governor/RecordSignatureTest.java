package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSignatureTest {

    private static final SignatureScope SCOPE = SignatureScope.commands("elmstream", "cluster");
    private static final KeyPair OWN = TestKeys.pair(1);
    private static final KeyPair OTHER = TestKeys.pair(2);

    @Property(tries = 200)
    void shouldFitWhatWasSignedAndTheOwnersKey(
            @ForAll @LongRange(min = 0) long number,
            @ForAll @Size(max = 50) byte[] key,
            @ForAll @Size(max = 500) byte[] value) {
        // When
        RecordSignature signature = sign(number, key, value);
        RecordSignature read = RecordSignature.read(signature.header()).orElseThrow();

        // Then
        assertThat(signature.header()).hasSize(73);
        assertThat(read.number()).isEqualTo(number);
        assertThat(read.fits(OWN.getPublic(), SCOPE, key, value)).isTrue();
        assertThat(read.fits(OTHER.getPublic(), SCOPE, key, value)).isFalse();
    }

    @Property(tries = 300)
    void shouldFitNothingElse(
            @ForAll @Size(min = 1, max = 20) byte[] key,
            @ForAll @Size(min = 1, max = 50) byte[] value,
            @ForAll @IntRange(max = 2) int changed,
            @ForAll @IntRange(max = 10_000) int bit) {
        // Given
        byte[][] record = {sign(7, key, value).header(), key, value};

        // When
        record[changed] = flipped(record[changed], bit);

        // Then
        assertThat(RecordSignature.read(record[0]))
                .as("a changed byte of the header is no signature, or one of something else")
                .satisfies(read -> assertThat(
                                read.filter(signature -> signature.fits(OWN.getPublic(), SCOPE, record[1], record[2])))
                        .isEmpty());
    }

    @Test
    void shouldFitInNoOtherPlace() {
        // Given
        byte[] key = bytes("shuttle");
        byte[] value = bytes("value");

        // When
        RecordSignature signature = sign(7, key, value);

        // Then
        assertThat(signature.fits(OWN.getPublic(), SCOPE, key, value)).isTrue();
        assertThat(List.of(
                        SignatureScope.commands("elmstream", "another cluster"),
                        SignatureScope.commands("elmstream-2", "cluster"),
                        SignatureScope.commands("elmstreamc", "luster"),
                        SignatureScope.reports("elmstream", "cluster")))
                .noneMatch(other -> signature.fits(OWN.getPublic(), other, key, value));
        assertThat(new RecordSignature(8, signature.bytes()).fits(OWN.getPublic(), SCOPE, key, value))
                .isFalse();
    }

    @Test
    void shouldTellWhereTheKeyEnds() {
        // When
        RecordSignature signature = sign(7, bytes("shuttle"), bytes("-2 please"));

        // Then
        assertThat(signature.fits(OWN.getPublic(), SCOPE, bytes("shuttle-2"), bytes(" please")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 72, 74, 100_000})
    void shouldReadNoHeaderOfAnotherLength(int length) {
        // When, then
        assertThat(RecordSignature.read(new byte[length])).isEmpty();
    }

    @Test
    void shouldReadNoHeaderOfAnotherForm() {
        // When, then
        assertThat(RecordSignature.read(new byte[73])).isEmpty();
    }

    @Test
    void shouldRefuseAKeyOfAnotherKind() throws NoSuchAlgorithmException {
        // Given
        KeyPair curve = KeyPairGenerator.getInstance("EC").generateKeyPair();
        RecordSignature signature = sign(7, bytes("shuttle"), bytes("value"));

        // When, then
        assertThatThrownBy(() -> RecordSignature.sign(curve.getPrivate(), SCOPE, 7, bytes("shuttle"), bytes("value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot sign with this key");
        assertThat(signature.fits(curve.getPublic(), SCOPE, bytes("shuttle"), bytes("value")))
                .isFalse();
    }

    private static RecordSignature sign(long number, byte[] key, byte[] value) {
        return RecordSignature.sign(OWN.getPrivate(), SCOPE, number, key, value);
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
