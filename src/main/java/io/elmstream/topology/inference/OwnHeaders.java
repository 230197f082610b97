package io.elmstream.topology.inference;

import io.elmstream.topology.DeadLetterHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Predictions carry a reading's headers, but not those that the registry's serde put there about the reading's own
 * schema, nor those that look like marks of ours. Dead letters keep them, since they hold the reading.
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
