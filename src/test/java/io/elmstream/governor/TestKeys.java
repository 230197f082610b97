package io.elmstream.governor;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** Key pairs that are the same in every run. */
public final class TestKeys {

    private TestKeys() {}

    /** The pair with a number. */
    public static KeyPair pair(int number) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(RecordSignature.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Repeated((byte) number));
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new AssertionError(e);
        }
    }

    /** Not random at all. */
    private static final class Repeated extends SecureRandom {

        private static final long serialVersionUID = 1;
        private final byte value;

        Repeated(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
