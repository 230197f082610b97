package io.elmstream.governor;

import java.security.PrivateKey;

/**
 * What records are signed with.
 *
 * @param key of Ed25519
 * @param scope that the signatures are good for
 */
public record SigningKey(PrivateKey key, SignatureScope scope) {

    /**
     * Signs a record.
     *
     * @param number greater than any other that the key has signed a command with
     * @param recordKey the record's key
     * @param recordValue the record's value
     * @throws IllegalArgumentException if the key is none of Ed25519
     */
    public RecordSignature sign(long number, byte[] recordKey, byte[] recordValue) {
        return RecordSignature.sign(key, scope, number, recordKey, recordValue);
    }
}
