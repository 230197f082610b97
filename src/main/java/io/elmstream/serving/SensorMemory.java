package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.wire.SensorState;
import java.util.Optional;

/** Recalls what rules remember of a sensor. */
@FunctionalInterface
public interface SensorMemory {

    /** Remembers nothing. */
    SensorMemory NONE = (modelId, sensor) -> Optional.empty();

    /**
     * Returns what is remembered of the sensor's latest prediction by a model.
     *
     * @param sensor the sensor id in UTF-8
     */
    Optional<SensorState> recall(ModelId modelId, byte[] sensor);
}
