package io.elmstream.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Changes the settings of a topic. */
public final class TopicSettings {

    private TopicSettings() {}

    /** Sets one setting, and returns when the broker shows it: it acknowledges a change before it applies it. */
    public static void set(String bootstrapServers, String topic, String setting, String value) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            set(admin, topic, setting, value);
        }
    }

    /** The same with a client that is there already; it stays open. */
    public static void set(Admin admin, String topic, String setting, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the topic " + topic + " could not be given " + setting + "=" + value, e);
        }
        Waiting.await().until(() -> shown(admin, resource, setting).equals(value));
    }

    private static String shown(Admin admin, ConfigResource topic, String setting)
            throws InterruptedException, ExecutionException {
        return admin.describeConfigs(List.of(topic))
                .all()
                .get()
                .get(topic)
                .get(setting)
                .value();
    }
}
