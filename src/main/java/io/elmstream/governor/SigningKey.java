package io.elmstream.governor;

import java.security.PrivateKey;

/**
 * A private key with the scope of its signatures.
 *
 * @param key of Ed25519
 * @param scope of the signatures
 */
public record SigningKey(PrivateKey key, SignatureScope scope) {

    /**
     * Signs a record.
     *
     * @param number greater than any other that the key has signed a command with
     * @param recordKey the record's key
     * @param recordValue the record's value
     * @throws IllegalArgumentException if the key is not an Ed25519 key
     */
    public RecordSignature sign(long number, byte[] recordKey, byte[] recordValue) {
        return RecordSignature.sign(key, scope, number, recordKey, recordValue);
    }
}
