package io.elmstream.model;

/** Bytes that somebody changed and then closed with a digest that fits again. */
final class HostileBytes {

    private HostileBytes() {}

    static byte[] sealed(byte[] bytes) {
        byte[] sealed = bytes.clone();
        int end = bytes.length - Sha256.LENGTH;
        System.arraycopy(Sha256.of(bytes, end), 0, sealed, end, Sha256.LENGTH);
        return sealed;
    }
}
