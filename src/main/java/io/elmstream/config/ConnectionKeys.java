package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.APPLICATION_ID;
import static io.elmstream.config.ConfigurationKeys.BOOTSTRAP_SERVERS;
import static io.elmstream.config.ConfigurationKeys.CREATE_TOPICS;
import static io.elmstream.config.ConfigurationKeys.INSTANCE_ID;
import static io.elmstream.config.ConfigurationKeys.READINGS;
import static io.elmstream.config.ConfigurationKeys.REGISTRY_URL;
import static io.elmstream.config.ConfigurationKeys.REGISTRY_WAIT;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of what an instance connects to: the cluster, the registry and the topics. */
final class ConnectionKeys {

    private ConnectionKeys() {}

    static void connections(ConfigDef keys) {
        key(
                keys,
                APPLICATION_ID,
                STRING,
                "elmstream",
                AllowedValues.NAME,
                "The consumer group, and the prefix of internal topics. Instances with the same id share the"
                        + " readings; an application with another id reads all of them again. The governor"
                        + " uses this id with the prefix governor-of-. The first application on a set of"
                        + " topics governs the models; others on the same topics only score.");
        key(
                keys,
                INSTANCE_ID,
                STRING,
                null,
                AllowedValues.NAME,
                "The name of this instance in status reports. Keep it the same across restarts. The default"
                        + " consists of the application id, the host name and the number of the instance's"
                        + " directory in state.dir.");
        key(
                keys,
                BOOTSTRAP_SERVERS,
                STRING,
                NO_DEFAULT_VALUE,
                AllowedValues.SERVERS,
                "The initial Kafka brokers to connect to, from which the client discovers the others.");
        key(
                keys,
                REGISTRY_URL,
                STRING,
                NO_DEFAULT_VALUE,
                AllowedValues.URL,
                "The URL of the core API of Apicurio Registry, for example"
                        + " http://localhost:8080/apis/registry/v3. While the registry is unreachable, a"
                        + " partition stops at the first reading whose schema has not been seen before.");
        key(
                keys,
                REGISTRY_WAIT,
                BOOLEAN,
                true,
                AllowedValues.YES_OR_NO,
                "Whether an instance waits at startup for a registry that does not respond; /health reports"
                        + " this while it waits. If false, the instance stops after one minute.");
    }

    static void topics(ConfigDef keys) {
        topic(keys, TopicRole.READINGS, "Input: the sensor readings.");
        key(
                keys,
                READINGS,
                STRING,
                null,
                AllowedValues.TEXT,
                "The input topics, each with how its readings are written: a section of the file, or the same as JSON."
                        + " docs/readings.md describes it. If it is set, it names all inputs, and topics.readings is"
                        + " the first of them unless it names another. By default topics.readings is the only input,"
                        + " with readings in Elmstream's own format.");
        topic(keys, TopicRole.PREDICTIONS, "Output: one prediction for each reading that could be scored.");
        topic(
                keys,
                TopicRole.SHADOW_PREDICTIONS,
                "Output: the predictions of challengers in shadow, for readings that the champion scores.");
        topic(keys, TopicRole.ALERTS, "Output: one record when a sensor's alert is raised and one when it is cleared.");
        topic(keys, TopicRole.DEAD_LETTERS, "Output: the readings that could not be scored, each with the reason.");
        topic(keys, TopicRole.MODEL_CONTROL, "Input: commands about models. The topic must have one partition.");
        topic(
                keys,
                TopicRole.MODELS,
                "The models that the governor accepted. The topic must be compacted and have one partition.");
        topic(
                keys,
                TopicRole.MODEL_STATUS,
                "The governor's answer to each command, the status reports of the instances, and"
                        + " comparisons. The topic must have one partition.");
        topic(
                keys,
                TopicRole.LABELS,
                "Input: the true classes of readings, sent after them. Only with learn.enabled. The topic must have as"
                        + " many partitions as each input topic.");
        topic(
                keys,
                TopicRole.MODEL_QUALITY,
                "What instances count of the readings of each version, and drift and quality of versions. Needed with"
                        + " quality.enabled; the topic must have one partition.");
        topic(
                keys,
                TopicRole.ACTIVITY,
                "What instances do, for the live page. Needed with page.enabled; the topic must have one partition.");
        topic(
                keys,
                TopicRole.ALERT_CONTROL,
                "Input: commands to clear alerts. Only with alerts.clear.enabled. The topic must have as many"
                        + " partitions as the input topic with most of them.");
        key(
                keys,
                CREATE_TOPICS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether missing topics are created at startup. This requires permission to create topics.");
    }

    private static void topic(ConfigDef keys, TopicRole role, String doc) {
        key(keys, ConfigurationKeys.topic(role), STRING, role.nameIn(Topics.standard()), AllowedValues.NAME, doc);
    }
}
