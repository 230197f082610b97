package io.elmstream.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.elmstream.wire.avro.Prediction;

/**
 * Encodes a {@link Prediction} as a JSON object with the fields of the schema, times as ISO 8601. Allocates little but
 * the final array. Not thread-safe.
 */
public final class JsonPredictionEncoder implements ValueEncoder<ScoredReading> {

    private static final SerializableString NO_TEXT = new SerializedString("");

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
        SerializableString modelLabel = scored.version().labelTexts()[scored.top()];
        SerializableString label = scored.rules().labelText(scored.fired(), modelLabel);
        out.text(label);
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
        out.flag(scored.abstained());
        out.text(label == modelLabel ? NO_TEXT : modelLabel);
        out.number(scored.rules().version());
        out.texts(scored.rules().firedTexts(scored.fired()));
        out.texts(scored.version().labelTexts(), scored::isInSet);
        out.number(scored.outOfRange());
        return out.end();
    }
}
