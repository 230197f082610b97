package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * Signs the record of a command and checks the signature, by Ed25519 (RFC 8032). Signed are a text that keeps the signature from
 * meaning anything elsewhere, the length of the record's key, the key, and the value.
 */
public final class CommandSignature {

    /** The header of the record that carries the signature, 64 bytes. */
    public static final String HEADER = "elmstream.signature";

    /** The algorithm, as the JDK names it. */
    public static final String ALGORITHM = "Ed25519";

    private static final byte[] DOMAIN = "elmstream model command 1\n".getBytes(UTF_8);

    private CommandSignature() {}

    /**
     * @param key of the record
     * @param value of the record
     * @throws IllegalArgumentException if the private key is none of Ed25519
     */
    public static byte[] sign(PrivateKey privateKey, byte[] key, byte[] value) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            feed(signature, key, value);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with this key: " + e.getMessage(), e);
        }
    }

    /** Whether the owner of the public key signed the record. */
    public static boolean fits(byte[] signed, PublicKey publicKey, byte[] key, byte[] value) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey);
            feed(signature, key, value);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static void feed(Signature signature, byte[] key, byte[] value) throws SignatureException {
        signature.update(DOMAIN);
        for (int shift = 24; shift >= 0; shift -= 8) {
            signature.update((byte) (key.length >>> shift));
        }
        signature.update(key);
        signature.update(value);
    }
}
