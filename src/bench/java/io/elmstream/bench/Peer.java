package io.elmstream.bench;

import java.util.Locale;

/** A way to get predictions from readings, in a process of its own. */
public enum Peer {
    /** Elmstream by its defaults. */
    ELMSTREAM("Elmstream", 256),
    /** The same with {@code profile: low-latency}. */
    ELMSTREAM_LOW_LATENCY("Elmstream, profile: low-latency", 256),
    /** A consumer, Elmstream's codecs and kernel, and a transactional producer: the limit. */
    LOOP("hand-written loop around Elmstream's kernel", 256),
    /** Kafka Streams, the stock serde and ONNX Runtime, reading by reading. */
    STREAMS("Kafka Streams, ONNX Runtime, one by one", 1),
    /** The same in batches, which a crash would lose. */
    STREAMS_IN_BATCHES("Kafka Streams, ONNX Runtime, batches of 256", 256),
    /** Flink, its Kafka connector, the stock serde and ONNX Runtime, reading by reading. */
    FLINK("Flink, ONNX Runtime, one by one", 1),
    /** The same in batches. */
    FLINK_IN_BATCHES("Flink, ONNX Runtime, batches of 256", 256);

    private final String title;
    private final int batch;

    Peer(String title, int batch) {
        this.title = title;
        this.batch = batch;
    }

    /** Returns what it consists of, in words. */
    public String title() {
        return title;
    }

    /** Returns the largest number of readings that it scores at once. */
    int batch() {
        return batch;
    }

    /** Returns whether it is Elmstream itself. */
    boolean isElmstream() {
        return this == ELMSTREAM || this == ELMSTREAM_LOW_LATENCY;
    }

    /** Returns whether what it needs is built by itself, and not with Elmstream. */
    boolean isForeign() {
        return !isElmstream() && this != LOOP;
    }

    /** Returns the folder in {@code target/peers} that has its libraries. */
    String folder() {
        return this == FLINK || this == FLINK_IN_BATCHES ? "flink" : "streams";
    }

    /** Returns its main class in that folder. */
    String mainClass() {
        return "io.elmstream.peers." + ("flink".equals(folder()) ? "FlinkPeer" : "StreamsPeer");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
