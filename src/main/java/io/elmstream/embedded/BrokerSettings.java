package io.elmstream.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The properties of a small single-node broker that is its own controller. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", String.valueOf(NODE_ID)),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            // Kafka's own topics would otherwise wait forever for three brokers.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // A topic that was not created must cause an error.
            Map.entry("auto.create.topics.enable", "false"),
            // No other member is expected to join.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            // Abort the transactions of a killed process soon, not only at the next check, up to ten seconds later.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            // The default allocates 128 MiB of heap at start; the topics here have few distinct keys.
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));

    private BrokerSettings() {}

    /**
     * Returns all properties of the broker.
     *
     * @param extra properties that are added or override Elmstream's
     */
    static Properties of(Path dataFolder, int port, int controllerPort, Map<String, String> extra) {
        Properties all = new Properties();
        all.putAll(ALONE);
        all.put("log.dirs", dataFolder.toString());
        all.put("listeners", "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, controllerPort));
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        all.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort));
        all.putAll(extra);
        return all;
    }
}
