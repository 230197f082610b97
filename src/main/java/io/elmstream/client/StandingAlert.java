package io.elmstream.client;

import io.elmstream.wire.avro.Alert;

/**
 * An alert that was raised and not cleared.
 *
 * @param alert as it was raised
 * @param key of its record and of the sensor's readings: the bytes of an id that is not valid UTF-8 cannot be told from
 *     {@link Alert#getSensorId()}
 */
public record StandingAlert(Alert alert, byte[] key) {}
