package io.elmstream.readings;

import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Explains, for a reading that cannot be decoded, which of its headers is the likely reason: its producer may put the
 * schema's id there.
 */
final class SchemaHeaders {

    private static final String APICURIO =
            "set apicurio.registry.headers.enabled=false and apicurio.registry.use-id=contentId in the producer, so"
                    + " that the"
                    + " content id is part of the value";

    /** The headers that hold a schema id, with the advice for each. */
    private static final Map<String, String> ADVICE = Map.of(
            "apicurio.value.contentId", APICURIO,
            "apicurio.value.globalId", APICURIO,
            "apicurio.value.contentHash", APICURIO,
            "__value_schema_id",
                    "configure the producer to write the id into the value (Confluent: value.schema.id.serializer)");

    private SchemaHeaders() {}

    /** Returns a clause to append to the message, or an empty string. */
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
