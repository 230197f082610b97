package io.elmstream.topology.inference;

import io.elmstream.wire.DeadLetter;
import io.elmstream.wire.Outcome;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Serializes dead letters unchanged. */
final class DeadLetterSerializer implements Serializer<Outcome> {

    @Override
    public byte @Nullable [] serialize(String topic, Outcome outcome) {
        if (outcome instanceof DeadLetter letter) {
            return letter.value();
        }
        throw new IllegalArgumentException("not a dead letter: " + outcome);
    }
}
