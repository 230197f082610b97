package io.elmstream.scoring.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition of a range is, as it is committed with the predictions: the next offset, and the rest in the
 * metadata of the commit.
 *
 * @param next the offset of the next reading
 * @param from the beginning of the range
 * @param to the end of the range, exclusive
 * @param predicted the predictions so far
 * @param rejected the readings so far that could not be scored
 */
record RangeProgress(long next, long from, long to, long predicted, long rejected) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is in the metadata. */
    private record Metadata(long from, long to, long predicted, long rejected) {}

    static RangeProgress ofRange(long from, long to) {
        return new RangeProgress(from, from, to, 0, 0);
    }

    static RangeProgress of(OffsetAndMetadata committed) {
        try {
            Metadata rest = JSON.readValue(committed.metadata(), Metadata.class);
            return new RangeProgress(committed.offset(), rest.from(), rest.to(), rest.predicted(), rest.rejected());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the committed offset " + committed + " is none of a range", e);
        }
    }

    OffsetAndMetadata committed() {
        try {
            return new OffsetAndMetadata(next, JSON.writeValueAsString(new Metadata(from, to, predicted, rejected)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers can be written as JSON", e);
        }
    }

    boolean isDone() {
        return next >= to;
    }

    RangeProgress predictedOne() {
        return new RangeProgress(next, from, to, predicted + 1, rejected);
    }

    RangeProgress rejectedOne() {
        return new RangeProgress(next, from, to, predicted, rejected + 1);
    }

    RangeProgress at(long offset) {
        return new RangeProgress(Math.min(offset, to), from, to, predicted, rejected);
    }
}
