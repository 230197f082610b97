package io.elmstream.topology.inference;

import io.elmstream.topology.DeadLetterHeaders;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Filters headers: predictions carry the headers of a reading, except those that describe its value, such as its
 * schema, its media type or its attributes as a CloudEvent, and those that look like ours. Dead letters keep them,
 * because they contain the reading itself.
 */
final class OwnHeaders {

    private static final List<String> PREFIXES =
            List.of(DeadLetterHeaders.OURS, "apicurio.", OutputHeaders.CLOUD_EVENT);

    /** The media type in the spellings of several clients, schemas of Confluent's serde, and classes of Spring's. */
    private static final Set<String> NAMES = Set.of(
            OutputHeaders.CONTENT_TYPE,
            "Content-Type",
            "contentType",
            "__value_schema_id",
            "__key_schema_id",
            "__TypeId__",
            "__KeyTypeId__",
            "__ContentTypeId__");

    private OwnHeaders() {}

    static <V> Record<byte[], V> ofPrediction(Record<byte[], V> record) {
        Header[] headers = record.headers().toArray();
        for (Header header : headers) {
            if (isLeftOut(header)) {
                return record.withHeaders(keep(headers));
            }
        }
        return record;
    }

    private static RecordHeaders keep(Header[] headers) {
        RecordHeaders kept = new RecordHeaders();
        for (Header header : headers) {
            if (!isLeftOut(header)) {
                kept.add(header);
            }
        }
        return kept;
    }

    private static boolean isLeftOut(Header header) {
        String name = header.key();
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return NAMES.contains(name);
    }
}
