package io.elmstream.readings;

import io.elmstream.wire.SchemaId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a record has the id of its value's schema. */
public enum SchemaIds {
    /**
     * A content id of 4 bytes after a zero byte: the default of Apicurio's serde, and what Confluent's serde writes.
     */
    CONTENT(SchemaId.Kind.CONTENT, Integer.BYTES),
    /** A global id of 4 bytes after a zero byte. */
    GLOBAL(SchemaId.Kind.GLOBAL, Integer.BYTES),
    /** A content id of 8 bytes after a zero byte. */
    CONTENT8(SchemaId.Kind.CONTENT, Long.BYTES),
    /** A global id of 8 bytes after a zero byte, the default of Apicurio's serde before version 3. */
    GLOBAL8(SchemaId.Kind.GLOBAL, Long.BYTES),
    /** In Apicurio's headers; the value has nothing else. */
    HEADERS(SchemaId.Kind.CONTENT, 0);

    private final SchemaId.Kind kind;
    private final int idBytes;

    SchemaIds(SchemaId.Kind kind, int idBytes) {
        this.kind = kind;
        this.idBytes = idBytes;
    }

    /** Returns the form as written in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the keys of all forms, in words. */
    static String keys() {
        return Arrays.stream(values()).map(SchemaIds::key).collect(Collectors.joining(", "));
    }

    /** Returns the form with the given key. */
    static Optional<SchemaIds> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key().equals(key)).findAny();
    }

    /** Returns the number of bytes before the value itself. */
    int prefix() {
        return idBytes == 0 ? 0 : 1 + idBytes;
    }

    /** Returns whether a value starts with an id, after which there is more. */
    boolean isIn(byte[] value) {
        return idBytes > 0 && value.length > prefix() && value[0] == 0;
    }

    /** Returns the number of bytes before the text of a value; 0 if it has no prefix, which text never starts like. */
    int lengthIn(byte[] value) {
        return isIn(value) ? prefix() : 0;
    }

    /** Returns what the ids of the prefix, or of the first header, stand for. */
    SchemaId.Kind kind() {
        return kind;
    }

    /** Returns the id in the prefix, which {@link #isIn} requires. */
    long read(byte[] value) {
        long id = value[1]; // with its sign
        for (int i = 2; i < prefix(); i++) {
            id = id << Byte.SIZE | (value[i] & 0xff);
        }
        return id;
    }
}
