package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The Ed25519 signature (RFC 8032) of a record. It covers, each preceded by its length: the scope, so that the
 * signature is invalid elsewhere, a number, so that it is valid once, and the record's key and value.
 *
 * @param number greater than any other that the key has signed a command with: microseconds since 1970, or one more
 *     than the last
 * @param bytes 64 of them; not copied, not to be changed
 */
public record RecordSignature(long number, byte[] bytes) {

    /** The header that contains the signature: a byte 2, 8 bytes of the number, 64 bytes of the signature. */
    public static final String HEADER = "elmstream.signature";

    /** The algorithm, as the JDK names it. */
    public static final String ALGORITHM = "Ed25519";

    /** The number of bytes of a signature alone, which was the content of the header in its first form. */
    static final int FIRST_FORM = 64;

    private static final byte FORM = 2;
    private static final int HEADER_BYTES = 1 + Long.BYTES + FIRST_FORM;

    /**
     * Signs a record.
     *
     * @param key of the record
     * @param value of the record
     * @throws IllegalArgumentException if the private key is not an Ed25519 key
     */
    public static RecordSignature sign(
            PrivateKey privateKey, SignatureScope scope, long number, byte[] key, byte[] value) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            feed(signature, scope, number, key, value);
            return new RecordSignature(number, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with this key: " + e.getMessage(), e);
        }
    }

    /** Parses a header; empty if it is not a signature of this form. */
    public static Optional<RecordSignature> read(byte[] header) {
        if (header.length != HEADER_BYTES || header[0] != FORM) {
            return Optional.empty();
        }
        long number = ByteBuffer.wrap(header).getLong(1);
        return Optional.of(new RecordSignature(number, Arrays.copyOfRange(header, 1 + Long.BYTES, HEADER_BYTES)));
    }

    /** Returns the value of the header. */
    public byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(FORM)
                .putLong(number)
                .put(bytes)
                .array();
    }

    /** Returns whether the owner of the public key signed the record. */
    public boolean fits(PublicKey publicKey, SignatureScope scope, byte[] key, byte[] value) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey);
            feed(signature, scope, number, key, value);
            return signature.verify(bytes);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static void feed(Signature signature, SignatureScope scope, long number, byte[] key, byte[] value)
            throws SignatureException {
        signature.update(scope.kind().domain().getBytes(UTF_8));
        feed(signature, scope.applicationId().getBytes(UTF_8));
        feed(signature, scope.clusterId().getBytes(UTF_8));
        signature.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        feed(signature, key);
        feed(signature, value);
    }

    private static void feed(Signature signature, byte[] part) throws SignatureException {
        signature.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        signature.update(part);
    }
}
