package io.elmstream.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.elmstream.data.OutputException;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SignatureScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {

    private static final byte[] KEY = "shuttle".getBytes(UTF_8);
    private static final byte[] VALUE = "a command".getBytes(UTF_8);
    private static final SignatureScope SCOPE = SignatureScope.commands("elmstream", "cluster");

    private Path privateFile;
    private Path publicFile;

    @BeforeEach
    void name(@TempDir Path folder) {
        privateFile = folder.resolve("release.private.pem");
        publicFile = folder.resolve("release.public.pem");
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        // Given
        KeyPair pair = KeyFiles.generate();

        // When
        KeyFiles.write(pair, privateFile, publicFile);

        // Then
        assertThat(KeyFiles.privateKey(privateFile)).isEqualTo(pair.getPrivate());
        assertThat(publicKey(publicFile)).isEqualTo(pair.getPublic());
    }

    @Test
    void shouldMakeAnotherPairEachTime() {
        // When, then
        assertThat(KeyFiles.generate().getPublic())
                .isNotEqualTo(KeyFiles.generate().getPublic());
    }

    @Test
    void shouldReadKeysOfOtherTools() throws IOException {
        // Given: the pair of RFC 8410, sections 10.1 and 10.3
        Files.writeString(privateFile, """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
                -----END PRIVATE KEY-----
                """);
        Files.writeString(publicFile, """
                a remark, as RFC 7468 allows it
                -----BEGIN PUBLIC KEY-----\r
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\r
                -----END PUBLIC KEY-----\r
                """);

        // When
        RecordSignature signature = RecordSignature.sign(KeyFiles.privateKey(privateFile), SCOPE, 1, KEY, VALUE);

        // Then
        assertThat(signature.fits(publicKey(publicFile), SCOPE, KEY, VALUE)).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldShowThePrivateKeyToItsOwnerAlone() throws IOException {
        // When
        KeyFiles.write(KeyFiles.generate(), privateFile, publicFile);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(privateFile)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"release.private.pem", "release.public.pem"})
    void shouldOverwriteNothingAndLeaveNothingHalfDone(String there) throws IOException {
        // Given
        Path file = Files.writeString(privateFile.resolveSibling(there), "precious");

        // When, then
        assertThatThrownBy(() -> KeyFiles.write(KeyFiles.generate(), privateFile, publicFile))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(there);
        assertThat(file.getParent().toFile().list()).containsExactly(there);
        assertThat(file).hasContent("precious");
    }

    @Test
    void shouldNameAFileThatHoldsNoKey() throws IOException {
        // Given
        KeyFiles.write(KeyFiles.generate(), privateFile, publicFile);
        Path broken = Files.writeString(
                privateFile.resolveSibling("broken.pem"),
                Files.readString(publicFile).replace("MC", "!!"));
        Path missing = privateFile.resolveSibling("missing.pem");

        // When, then
        assertThatThrownBy(() -> publicKey(privateFile))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("governor.trusted.keys: " + privateFile + " contains no public key")
                .hasMessageNotContaining(secret());
        assertThatThrownBy(() -> publicKey(broken)).hasMessageContaining(broken.toString());
        assertThatThrownBy(() -> publicKey(missing)).hasMessageContaining(missing + " does not exist");
        assertThatThrownBy(() -> KeyFiles.privateKey(publicFile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(publicFile + " contains no private key");
        assertThatThrownBy(() -> KeyFiles.privateKey(missing)).hasMessageContaining(missing + " does not exist");
    }

    @Test
    void shouldRefuseAFileWithoutEnd() {
        // Given
        Path device = Path.of("/dev/zero");
        assumeThat(device).exists();

        // When, then
        assertThatThrownBy(() -> publicKey(device))
                .hasMessageContaining("/dev/zero")
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> KeyFiles.privateKey(device)).hasMessageContaining("longer");
    }

    @Test
    void shouldRefuseAKeyOfAnotherKind() throws Exception {
        // Given
        byte[] curve =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        Files.writeString(
                publicFile,
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(curve)
                        + "\n-----END PUBLIC KEY-----\n");

        // When, then
        assertThatThrownBy(() -> publicKey(publicFile))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(publicFile.toString())
                .hasMessageContaining("Ed25519");
    }

    private static PublicKey publicKey(Path file) {
        return KeyFiles.publicKey("governor.trusted.keys", file);
    }

    /** What must not be in any message: the middle line of the private key's file. */
    private String secret() throws IOException {
        return Files.readAllLines(privateFile).get(1);
    }
}
