package io.elmstream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;

/**
 * A message of Sparkplug B.
 *
 * @param topic the MQTT topic
 * @param value the payload
 */
public record SparkplugText(String topic, byte[] value) {

    /** Reads messages: a line with a hash and the MQTT topic, then the payload in the text form of Protobuf. */
    public static List<SparkplugText> messages(String text) {
        List<SparkplugText> messages = new ArrayList<>();
        for (String message : text.split("(?m)^# ")) {
            int end = message.indexOf('\n');
            if (end > 0) {
                messages.add(new SparkplugText(message.substring(0, end), payload(message.substring(end))));
            }
        }
        return messages;
    }

    private static byte[] payload(String text) {
        try {
            return TextFormat.parse(text, Payload.class).toByteArray();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the topic as the key of a record. */
    public byte[] key() {
        return topic.getBytes(UTF_8);
    }
}
