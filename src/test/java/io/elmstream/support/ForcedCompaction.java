package io.elmstream.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/** Makes a broker compact a topic as soon as it can, instead of some day. */
public final class ForcedCompaction {

    private static final String ALL_BROKERS = "";

    private ForcedCompaction() {}

    /** From now on every record begins a new segment, and all segments but the last are compacted at once. */
    public static void of(String bootstrapServers, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(Type.TOPIC, topic),
                            List.of(set("segment.ms", "1"), set("min.cleanable.dirty.ratio", "0")),
                            new ConfigResource(Type.BROKER, ALL_BROKERS),
                            List.of(set("log.cleaner.backoff.ms", "100"))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("compaction could not be forced", e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }
}
