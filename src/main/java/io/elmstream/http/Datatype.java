package io.elmstream.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The data types of tensors that are accepted as features. */
enum Datatype {
    FP32(4),
    FP64(8),
    INT32(4),
    INT64(8),
    /** Texts; as features they must be numbers. */
    BYTES(0);

    private final int bytes;

    Datatype(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of an element in the binary form; 0 if each element has its own. */
    int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return this == INT32 || this == INT64;
    }

    /** Returns the type with that name. */
    static Datatype named(String name, String input) throws RequestException {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.bad(
                        "input '%s' has datatype %s; supported are %s",
                        input, name, Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
