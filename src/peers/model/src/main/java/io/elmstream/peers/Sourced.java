package io.elmstream.peers;

import io.elmstream.wire.avro.SensorReading;

/** A reading and where it came from. */
public record Sourced(SensorReading reading, String topic, int partition, long offset) {}
