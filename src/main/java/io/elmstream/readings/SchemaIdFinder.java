package io.elmstream.readings;

import io.elmstream.wire.SchemaId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Finds the id of the schema that a value was written with. Not thread-safe: it returns the latest id again. */
final class SchemaIdFinder {

    private static final String CONTENT = "apicurio.value.contentId";
    private static final String GLOBAL = "apicurio.value.globalId";

    private final SchemaIds ids;
    private Optional<SchemaId> last = Optional.empty();

    SchemaIdFinder(SchemaIds ids) {
        this.ids = ids;
    }

    /** Returns the id; empty if the record has none. */
    Optional<SchemaId> find(byte[] value, Headers headers) {
        if (ids != SchemaIds.HEADERS) {
            return ids.isIn(value) ? id(ids.kind(), ids.read(value)) : Optional.empty();
        }
        byte[] content = header(headers, CONTENT);
        if (content != null) {
            return id(SchemaId.Kind.CONTENT, ByteBuffer.wrap(content).getLong());
        }
        byte[] global = header(headers, GLOBAL);
        return global == null
                ? Optional.empty()
                : id(SchemaId.Kind.GLOBAL, ByteBuffer.wrap(global).getLong());
    }

    private static byte @Nullable [] header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length != Long.BYTES ? null : header.value();
    }

    private Optional<SchemaId> id(SchemaId.Kind kind, long value) {
        if (last.isEmpty() || last.get().value() != value || last.get().kind() != kind) {
            last = Optional.of(new SchemaId(kind, value));
        }
        return last;
    }

    /** Returns why a record has no id, and what to do. */
    String lack(byte[] value, Headers headers) {
        if (ids == SchemaIds.HEADERS) {
            return "the record has no header " + CONTENT + " or " + GLOBAL + " of 8 bytes"
                    + (SchemaIds.CONTENT.isIn(value) ? "; if its id is in the value, set ids: content" : "");
        }
        String why = "the value of " + value.length + " bytes does not start with the byte 0 and an id of "
                + (ids.prefix() - 1) + " bytes";
        boolean inHeaders = header(headers, CONTENT) != null || header(headers, GLOBAL) != null;
        return why + (inHeaders ? "; its id is in the headers, so set ids: headers" : SchemaHeaders.hint(headers));
    }

    /** Returns why an id is none, and what to do. */
    String unassigned(SchemaId id) {
        return "the " + id + " is assigned by no registry"
                + (ids.prefix() == SchemaIds.CONTENT.prefix()
                        ? "; ids of 8 bytes look like this: set ids: content8 or global8"
                        : "");
    }
}
