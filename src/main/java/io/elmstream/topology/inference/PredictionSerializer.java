package io.elmstream.topology.inference;

import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import org.apache.kafka.common.serialization.Serializer;

/** Serializes predictions for their topic. All threads share it; the buffers belong to the prediction. */
final class PredictionSerializer implements Serializer<Outcome> {

    @Override
    public byte[] serialize(String topic, Outcome outcome) {
        if (outcome instanceof ScoredReading scored) {
            return scored.encoded();
        }
        throw new IllegalArgumentException("not a prediction: " + outcome);
    }
}
