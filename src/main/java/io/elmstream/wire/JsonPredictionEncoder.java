package io.elmstream.wire;

import io.elmstream.wire.avro.Prediction;

/**
 * Encodes a {@link Prediction} as a JSON object with the fields of the schema, times as ISO 8601. Allocates little but
 * the final array. Not thread-safe.
 */
public final class JsonPredictionEncoder implements ValueEncoder<ScoredReading> {

    private final JsonOutput out = new JsonOutput(Prediction.getClassSchema());

    /** Returns the bytes of one prediction. */
    @Override
    public byte[] encode(ScoredReading scored) {
        out.start();
        out.text(scored.sensor());
        out.text(scored.version().modelText());
        out.number(scored.version().version());
        out.number(scored.version().revision());
        out.time(scored.eventTime());
        out.text(scored.version().labelTexts()[scored.top()]);
        out.number(scored.confidence());
        out.numbers(scored.probabilities(), scored.first(), scored.first() + scored.classes());
        out.text(scored.task());
        out.number(scored.batchSequence());
        out.number(scored.batchSize());
        out.text(scored.encodedTopic());
        out.number(scored.partition());
        out.number(scored.offset());
        out.texts(scored.version().labelTexts());
        out.flag(scored.verified());
        out.number(scored.index());
        return out.end();
    }
}
