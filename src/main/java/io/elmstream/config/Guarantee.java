package io.elmstream.config;

import org.apache.kafka.streams.StreamsConfig;

/** The processing guarantee: how many outcomes a reading has. */
public enum Guarantee {
    /** Exactly one outcome, for consumers that read committed records only. */
    EXACTLY_ONCE_V2(StreamsConfig.EXACTLY_ONCE_V2),
    /** At least one outcome: a crash can duplicate some. */
    AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE);

    private final String kafkaName;

    Guarantee(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /** Returns the value of Kafka's {@code processing.guarantee} and of the key {@code guarantee}. */
    public String kafkaName() {
        return kafkaName;
    }
}
