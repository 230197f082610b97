package io.elmstream.topology.inference;

import io.elmstream.topology.DeadLetterHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Filters headers: predictions carry the headers of a reading, except those that the registry's serde wrote about the
 * schema of the reading, and those that look like ours. Dead letters keep them, because they contain the reading
 * itself.
 */
final class OwnHeaders {

    private static final String REGISTRY = "apicurio.";

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
        return header.key().startsWith(REGISTRY) || header.key().startsWith(DeadLetterHeaders.OURS);
    }
}
