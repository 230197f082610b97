package io.elmstream.readings.sparkplug;

import java.util.Optional;

/**
 * The MQTT topic of a message (section 4.1 of the specification): {@code spBv1.0/GROUP/TYPE/NODE/DEVICE}.
 *
 * @param type of the message
 * @param node the edge node, {@code GROUP/NODE}; empty for the state of a host application
 * @param device of the node; empty if the message is about the node itself
 */
public record SparkplugTopic(Type type, String node, String device) {

    /** What a message is. */
    public enum Type {
        NBIRTH,
        DBIRTH,
        NDATA,
        DDATA,
        NDEATH,
        DDEATH,
        NCMD,
        DCMD,
        STATE;

        /** Returns whether the message has readings. */
        public boolean isData() {
            return this == NDATA || this == DDATA;
        }

        boolean isBirth() {
            return this == NBIRTH || this == DBIRTH;
        }

        boolean isDeath() {
            return this == NDEATH || this == DDEATH;
        }

        boolean isOfDevice() {
            return name().startsWith("D");
        }
    }

    private static final String NAMESPACE = "spBv1.0";
    private static final int PARTS_OF_NODE = 4;

    /** Parses a topic; empty if it is none of Sparkplug B. */
    public static Optional<SparkplugTopic> parse(String topic) {
        String[] parts = topic.split("/", -1);
        if (topic.startsWith("STATE/") || topic.startsWith(NAMESPACE + "/STATE/")) {
            return Optional.of(new SparkplugTopic(Type.STATE, "", ""));
        }
        if (!parts[0].equals(NAMESPACE) || parts.length < PARTS_OF_NODE || parts[1].isEmpty() || parts[3].isEmpty()) {
            return Optional.empty();
        }
        for (Type type : Type.values()) {
            if (type.name().equals(parts[2]) && type != Type.STATE) {
                int length = PARTS_OF_NODE + (type.isOfDevice() ? 1 : 0);
                String device = type.isOfDevice() && parts.length == length ? parts[PARTS_OF_NODE] : "";
                return parts.length == length && device.isEmpty() != type.isOfDevice()
                        ? Optional.of(new SparkplugTopic(type, parts[1] + "/" + parts[3], device))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns the sender of the message, {@code GROUP/NODE/DEVICE} or {@code GROUP/NODE}. */
    public String sender() {
        return device.isEmpty() ? node : node + "/" + device;
    }
}
