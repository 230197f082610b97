package io.elmstream.topology.governor;

import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.topology.Topics;
import io.elmstream.wire.MemorySchemaRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** A governor in a process of its own, to be killed. Arguments: the brokers, and a folder for its state. */
final class GovernorProcess {

    private GovernorProcess() {}

    /** Writes a line once it judges commands, and stays until it is killed or its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var topology = new GovernorTopology(
                        Topics.standard(),
                        new Governor(10_000, Governor.DEFAULT_LEAD),
                        Trust.EVERYBODY,
                        new MemorySchemaRegistry())
                .build();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "test-governor",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                arguments[0],
                StreamsConfig.STATE_DIR_CONFIG,
                arguments[1],
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                // long enough to be killed within a transaction
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                3_000,
                // a killed process leaves its group and its transaction behind: do not wait long for them
                StreamsConfig.consumerPrefix("session.timeout.ms"),
                6_000,
                StreamsConfig.producerPrefix("transaction.timeout.ms"),
                4_000,
                StreamsConfig.producerPrefix("linger.ms"),
                0));
        KafkaStreams streams = new KafkaStreams(topology, properties);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                System.out.println("running");
            }
        });
        streams.start();
        while (System.in.read() >= 0) {
            // until the parent is gone
        }
        streams.close();
    }
}
