package io.elmstream.topology.inference;

import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import org.apache.kafka.common.serialization.Serializer;

/** Writes predictions to their topic. All threads share it, so the buffers are the prediction's own. */
final class PredictionSerializer implements Serializer<Outcome> {

    @Override
    public byte[] serialize(String topic, Outcome outcome) {
        if (outcome instanceof ScoredReading scored) {
            return scored.encoded();
        }
        throw new IllegalArgumentException("not a prediction: " + outcome);
    }
}
