package io.elmstream.readings;

/** The header that a registry's serde puts before a value: one zero byte and a 4-byte id. */
final class RegistryFrame {

    private static final int LENGTH = 5;

    private RegistryFrame() {}

    /** Returns the number of bytes before the text of a value; 0 if it has no header, which text never starts like. */
    static int length(byte[] value) {
        return value.length >= LENGTH && value[0] == 0 ? LENGTH : 0;
    }
}
