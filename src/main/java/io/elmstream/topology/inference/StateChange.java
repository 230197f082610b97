package io.elmstream.topology.inference;

import io.elmstream.alert.AlertState;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.avro.Alert;
import java.util.Optional;

/**
 * A new state of an alert of one sensor.
 *
 * @param owner what the alert belongs to: a model, or a rule of its rule set
 * @param sensor the sensor id in UTF-8
 * @param before the state before
 * @param after the state afterwards
 * @param time of the change, in epoch milliseconds
 * @param alert to publish; empty if nothing was raised or cleared
 */
record StateChange(
        String owner, byte[] sensor, SeenAlertState before, AlertState after, long time, Optional<Alert> alert) {}
