package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.Rejection;
import io.elmstream.readings.sparkplug.NodeStates;
import io.elmstream.readings.sparkplug.SparkplugTopic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a payload of Sparkplug B.
 *
 * @param mapping of the topic
 * @param place of the MQTT topic
 */
record SparkplugSender(Mapping mapping, Place place) {

    /** Puts the sensor id into its place, if the sender is the sensor; rejects what is no data. */
    void read(byte @Nullable [] text, byte[] value, DecodedReadings into) {
        Optional<SparkplugTopic> topic =
                text == null ? Optional.empty() : SparkplugTopic.parse(new String(text, UTF_8));
        if (topic.isEmpty()) {
            into.reject(Rejection.UNREADABLE, lack(text));
        } else if (!topic.get().type().isData()) {
            into.reject(Rejection.UNREADABLE, topic.get().type() + ": " + problem(value));
        } else if (mapping.sensor() instanceof Place.Base) {
            into.sensor(0, topic.get().sender().getBytes(UTF_8));
        }
    }

    private String lack(byte @Nullable [] text) {
        String where = place instanceof Place.Header header ? "the header " + header.name() : "the key";
        return (text == null ? "there is no " + where.substring(4) : where + " is '" + new String(text, UTF_8) + "'")
                + ", but must be an MQTT topic such as spBv1.0/GROUP/DDATA/NODE/DEVICE; mqtt in the mapping of the"
                + " topic " + mapping.topic() + " says where it is";
    }

    /** Births are no readings, and come here only if they could not be remembered. */
    private static String problem(byte[] value) {
        return SparkplugDecoder.problem(value)
                .orElse("the metrics of the birth take more than " + NodeStates.MOST_BYTES
                        + " bytes, so they cannot be remembered");
    }
}
