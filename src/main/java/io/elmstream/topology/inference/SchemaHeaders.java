package io.elmstream.topology.inference;

import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Says of a reading that cannot be read what its headers tell of the reason: its producer may put the schema's id
 * there.
 */
final class SchemaHeaders {

    private static final String APICURIO =
            "set apicurio.registry.headers.enabled=false and apicurio.registry.use-id=contentId in the producer, so"
                    + " that the"
                    + " content id stands in the value";

    /** What holds a schema's id, and what to do about it. */
    private static final Map<String, String> ADVICE = Map.of(
            "apicurio.value.contentId", APICURIO,
            "apicurio.value.globalId", APICURIO,
            "apicurio.value.contentHash", APICURIO,
            "__value_schema_id",
                    "let the producer write the id into the value (Confluent: value.schema.id.serializer)");

    private SchemaHeaders() {}

    /** A further clause, or nothing. */
    static String hint(Headers headers) {
        for (Header header : headers) {
            String advice = ADVICE.get(header.key());
            if (advice != null) {
                return "; the schema's id is in the header " + header.key() + ", which is not read: " + advice;
            }
        }
        return "";
    }
}
